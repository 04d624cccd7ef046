// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

// Runs one Lambda function: the Runtime API over one raw keep-alive socket. `response` and the next `next`
// leave in one write; Node's own http module would cost half a millisecond a call.

const net = require('net');
const path = require('path');
const fs = require('fs');
const util = require('util');
const { pathToFileURL } = require('url');

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const root = process.env.LAMBDA_TASK_ROOT;
const prefix = '/2018-06-01/runtime/';
const nextRequest = `GET ${prefix}invocation/next HTTP/1.1\r\nHost: ${host}:${port}\r\n\r\n`;

// --- what the function prints ---

function print(level, args) {
  const text = util.format(...args);
  try {
    fs.writeSync(1, `\x01${level}\x01${JSON.stringify(text)}\n`);
  } catch (error) {
    if (error.code === 'EAGAIN') setTimeout(() => print(level, args), 5);
  }
}
const levels = { log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR', debug: 'DEBUG', trace: 'TRACE' };
for (const [name, level] of Object.entries(levels)) {
  console[name] = (...args) => print(level, args);
}

// --- the handler ---

class NamedError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

function describe(error) {
  if (error instanceof Error || (error && error.stack)) {
    const frames = String(error.stack || '').split('\n').slice(1).map((line) => line.trim())
      .filter((line) => !line.includes(__filename));
    return { errorType: error.name || 'Error', errorMessage: error.message, stackTrace: frames };
  }
  return { errorType: 'string', errorMessage: typeof error === 'string' ? error : JSON.stringify(error), stackTrace: [] };
}

async function load() {
  const [, folder, rest] = /^(.*\/)?([^/]*)$/.exec(process.env._HANDLER);
  const dot = rest.indexOf('.');
  if (dot < 0) throw new NamedError('Runtime.MalformedHandlerName', `Bad handler ${process.env._HANDLER}: it has no dot`);
  const module = path.resolve(root, folder || '', rest.slice(0, dot));
  const names = rest.slice(dot + 1).split('.');
  let file;
  for (const ending of ['', '.js', '.mjs', '.cjs']) {
    if (fs.existsSync(module + ending) && fs.statSync(module + ending).isFile()) {
      file = module + ending;
      break;
    }
  }
  if (!file && fs.existsSync(path.join(module, 'index.js'))) file = path.join(module, 'index.js');
  if (!file) throw new NamedError('Runtime.ImportModuleError', `Error: Cannot find module '${path.relative(root, module)}'`);
  let exported;
  try {
    if (file.endsWith('.mjs')) throw Object.assign(new Error('esm'), { code: 'ERR_REQUIRE_ESM' });
    exported = require(file);
  } catch (error) {
    const isModule = error.code === 'ERR_REQUIRE_ESM' || error.code === 'ERR_REQUIRE_ASYNC_MODULE'
      || (error instanceof SyntaxError && /import|export/.test(error.message));
    if (!isModule) throw wrapLoadError(error);
    try {
      exported = await import(pathToFileURL(file).href);
    } catch (inner) {
      throw wrapLoadError(inner);
    }
  }
  let handler = exported;
  for (const name of names) handler = handler && handler[name];
  if (typeof handler !== 'function' && exported.default) {
    handler = exported.default;
    for (const name of names) handler = handler && handler[name];
  }
  if (typeof handler !== 'function') {
    throw new NamedError('Runtime.HandlerNotFound', `${process.env._HANDLER} is undefined or not exported`);
  }
  return handler;
}

function wrapLoadError(error) {
  if (error.code === 'MODULE_NOT_FOUND' || error.code === 'ERR_MODULE_NOT_FOUND') {
    const hint = /'(aws-sdk|@aws-sdk\/[^']*)'/.test(error.message)
      ? ' (Lambda’s own image brings it; here it must be installed: npm install in the project)' : '';
    return new NamedError('Runtime.ImportModuleError', `Error: ${error.message.split('\n')[0]}${hint}`);
  }
  if (error instanceof SyntaxError) {
    const place = String(error.stack).split('\n')[0];
    return new NamedError('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message} (${place})`);
  }
  return error;
}

function contextFor(headers, finish) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    callbackWaitsForEmptyEventLoop: true,
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: (error, result) => finish(error, result),
    succeed: (result) => finish(null, result),
    fail: (error) => finish(error || 'handled'),
  };
}

// --- the Runtime API ---

const socket = net.connect(Number(port), host);
socket.setNoDelay(true);
socket.on('error', () => process.exit(1));
socket.on('close', () => process.exit(0));

function post(call, body, errorType, andNext) {
  const bytes = Buffer.from(body, 'utf8');
  const type = errorType ? `Lambda-Runtime-Function-Error-Type: ${errorType}\r\n` : '';
  const head = `POST ${prefix}${call} HTTP/1.1\r\nHost: ${host}:${port}\r\nContent-Type: application/json\r\n`
    + `${type}Content-Length: ${bytes.length}\r\n\r\n`;
  if (bytes.length > 65536) {
    socket.write(head);
    socket.write(bytes);
    if (andNext) socket.write(nextRequest);
  } else {
    socket.write(head + body + (andNext ? nextRequest : ''));
  }
}

let current;   // { id, done } of the invocation being worked on
let handler;

function answer(id, error, result) {
  if (!current || current.id !== id) return;   // the second answer of a handler that answers twice
  current = undefined;
  if (error !== null && error !== undefined) {
    const described = describe(error);
    print('ERROR', [`Invoke Error\t${JSON.stringify(described)}`]);
    post(`invocation/${id}/error`, JSON.stringify(described), 'Unhandled', true);
    return;
  }
  let body;
  try {
    body = result === undefined ? 'null' : JSON.stringify(result);
  } catch (failure) {
    post(`invocation/${id}/error`, JSON.stringify(describe(
      new NamedError('Runtime.MarshalError', `Unable to stringify response body: ${failure.message}`))), 'Runtime.MarshalError', true);
    return;
  }
  post(`invocation/${id}/response`, body === undefined ? 'null' : body, undefined, true);
}

function run(headers, body) {
  const id = headers['lambda-runtime-aws-request-id'];
  current = { id };
  process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'] || '';
  let event;
  try {
    event = JSON.parse(body);
  } catch (error) {
    answer(id, error);
    return;
  }
  let context;
  const finish = (error, result) => {
    // A callback waits for what is still going on, unless the handler said otherwise.
    if (error || !context.callbackWaitsForEmptyEventLoop) answer(id, error, result);
    else setImmediate(() => answer(id, null, result));
  };
  context = contextFor(headers, finish);
  let returned;
  try {
    returned = handler(event, context, finish);
  } catch (error) {
    answer(id, error);
    return;
  }
  if (returned && typeof returned.then === 'function') {
    returned.then((result) => answer(id, null, result), (error) => answer(id, error === undefined || error === null ? 'undefined' : error));
  } else if (returned !== undefined && handler.length < 3) {
    answer(id, null, returned);
  } else if (returned === undefined && handler.length < 3) {
    // Nothing promised, nothing called back: what it started may still answer through context.
    setImmediate(() => { if (current && current.id === id && handler.length < 2) answer(id, null, undefined); });
  }
}

// Responses of the Runtime API: a head, Content-Length, a body. 202 answers are passed over.
const nothing = Buffer.alloc(0);
let buffered = nothing;
function readHead(text) {
  const headers = {};
  for (let start = text.indexOf('\r\n') + 2; start > 1;) {
    const end = text.indexOf('\r\n', start);
    const colon = text.indexOf(':', start);
    headers[text.slice(start, colon).toLowerCase()] = text.slice(colon + 1, end < 0 ? undefined : end).trim();
    start = end < 0 ? 0 : end + 2;
  }
  return headers;
}
socket.on('data', (chunk) => {
  buffered = buffered.length ? Buffer.concat([buffered, chunk]) : chunk;
  for (;;) {
    const end = buffered.indexOf('\r\n\r\n');
    if (end < 0) return;
    const headers = readHead(buffered.toString('latin1', 0, end));
    const size = Number(headers['content-length'] || 0);
    if (buffered.length < end + 4 + size) return;
    const body = buffered.toString('utf8', end + 4, end + 4 + size);
    buffered = buffered.length === end + 4 + size ? nothing : buffered.subarray(end + 4 + size);
    if (headers['lambda-runtime-aws-request-id']) run(headers, body);
  }
});

function dieOf(kind, error) {
  const described = describe(error);
  described.errorType = kind;
  print('ERROR', [`${kind}\t${JSON.stringify({ ...described, reason: describe(error) })}`]);
  if (current) {
    described.errorMessage = `${describe(error).errorType}: ${described.errorMessage}`;
    post(`invocation/${current.id}/error`, JSON.stringify(described), kind, false);
  }
  setTimeout(() => process.exit(129), 50);
}
process.on('uncaughtException', (error) => dieOf('Runtime.UnhandledException', error));
process.on('unhandledRejection', (error) => dieOf('Runtime.UnhandledPromiseRejection', error));

// We are alive as long as somebody holds our standard input.
process.stdin.on('end', () => { try { process.kill(-process.pid, 'SIGKILL'); } catch (_) { process.exit(0); } });
process.stdin.on('error', () => {});
process.stdin.resume();

socket.on('connect', async () => {
  process.chdir(root);
  try {
    handler = await load();
  } catch (error) {
    const described = describe(error);
    print('ERROR', [`Init Error\t${described.errorType}: ${described.errorMessage}`]);
    post('init/error', JSON.stringify(described), described.errorType, false);
    setTimeout(() => process.exit(1), 50);
    return;
  }
  socket.write(nextRequest);
});
