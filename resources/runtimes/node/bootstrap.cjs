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

// --- the way back ---

// An SDK that does not know AWS_ENDPOINT_URL_… calls the service by its own name: that name leads to the host.
const serviceHosts = new Set((process.argv[2] || '').split(',').filter(Boolean));
if (serviceHosts.size && process.env.AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI) {
  const back = new URL(process.env.AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI);
  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function connectLocally(...args) {
    const options = Array.isArray(args[0]) ? args[0][0] : args[0];
    if (options && typeof options === 'object' && serviceHosts.has(String(options.host || '').toLowerCase())) {
      Object.assign(options, { host: back.hostname.replace(/^\[|\]$/g, ''), port: Number(back.port) });
    }
    return connect.apply(this, args);
  };
}

require('./packages.cjs').obeyEndpoints();

// --- what the function prints ---

function print(level, args) {
  const text = util.format(...args);
  try {
    fs.writeSync(1, `\x01${level}\x01${JSON.stringify(text)}\n`);
  } catch (error) {
    if (error.code === 'EAGAIN') setTimeout(() => print(level, args), 5);
  }
}
print('VERSION', [process.versions.node]);
const levels = { log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR', debug: 'DEBUG', trace: 'TRACE' };
for (const [name, level] of Object.entries(levels)) {
  console[name] = (...args) => print(level, args);
}

// --- the handler ---

// Of Lambda's globals: a response that streams has nowhere to go behind a route, and is refused by name.
globalThis.awslambda = {
  streamifyResponse: () => {
    throw new NamedError('Runtime.StreamingNotHosted', 'awslambda.streamifyResponse: a WebSocket route takes no stream; return the result');
  },
};

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

function isFile(name) {
  return fs.existsSync(name) && fs.statSync(name).isFile();
}

function findModule(module) {
  const endings = ['', '.js', '.mjs', '.cjs', '/index.js', '/index.mjs', '.ts', '.mts', '.cts', '/index.ts'];
  const file = endings.map((ending) => module + ending).find(isFile);
  if (file) return file;
  throw new NamedError('Runtime.ImportModuleError', `Error: Cannot find module '${path.relative(root, module)}'`);
}

// Node's rule: .mjs, or .js below a package.json that says "type": "module".
function isEsModule(file) {
  if (!/\.[jt]s$/.test(file)) return /\.m[jt]s$/.test(file);
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (isFile(path.join(folder, 'package.json'))) {
      try {
        return JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).type === 'module';
      } catch (_) {
        return false;
      }
    }
    if (folder === path.dirname(folder)) return false;
  }
}

async function importModule(file) {
  if (/\.[mc]?ts$/.test(file)) return require('./typescript.cjs').load(file, root, isEsModule(file), NamedError);
  if (!isEsModule(file)) return require(file);
  require('./packages.cjs').findInNodePath();   // before the first import: Node asks nobody who comes later
  return import(pathToFileURL(file).href);
}

async function load() {
  const [, folder, rest] = /^(.*\/)?([^/]*)$/.exec(process.env._HANDLER);
  const dot = rest.indexOf('.');
  if (dot < 0) throw new NamedError('Runtime.MalformedHandlerName', `Bad handler ${process.env._HANDLER}: it has no dot`);
  const module = path.resolve(root, folder || '', rest.slice(0, dot));
  const names = rest.slice(dot + 1).split('.');
  const file = findModule(module);
  const exported = await importModule(file).catch((error) => { throw wrapLoadError(error); });
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
      ? ' (Lambda’s own image brings it; here: greenroom runtimes add nodejs-aws-sdk, or npm install in the project)' : '';
    return new NamedError('Runtime.ImportModuleError', `Error: ${error.message.split('\n')[0]}${hint}`);
  }
  if (error instanceof SyntaxError) {
    const place = String(error.stack).split('\n')[0].replace(/^file:\/\//, '');
    return new NamedError('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message} (${place})`);
  }
  return error;
}

function fromJson(text) {
  return text ? JSON.parse(text) : undefined;
}

function contextFor(headers, finish, finishNow) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    callbackWaitsForEmptyEventLoop: true,
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    clientContext: fromJson(headers['lambda-runtime-client-context']),
    identity: fromJson(headers['lambda-runtime-cognito-identity']),
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: (error, result) => finishNow(error, result),
    succeed: (result) => finishNow(null, result),
    fail: (error) => finishNow(error || 'handled'),
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

let current;   // { id } of the invocation being worked on
let handler;
let whenIdle;  // what to do once the handler has nothing left to wait for

// While a handler works, only its own doings keep the process alive: when none is left, a callback's result
// goes out, and a handler that never answers has answered null. Between invocations our socket holds it.
process.on('beforeExit', () => {
  const next = whenIdle;
  whenIdle = undefined;
  socket.ref();
  if (next) next();
});

function answer(id, error, result) {
  if (!current || current.id !== id) return;   // the second answer of a handler that answers twice
  current = undefined;
  whenIdle = undefined;
  socket.ref();
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
  socket.unref();
  let returned;
  whenIdle = () => {
    if (returned !== undefined) print('WARN', ['The handler is not async and returned a value: Lambda ignores it. Make it async, or call the callback.']);
    answer(id, null, null);
  };
  let context;
  let called = false;
  const finish = (error, result) => {
    if (called) return;
    called = true;
    // A callback's result waits until nothing is going on any more, unless the handler says otherwise.
    if (error || !context.callbackWaitsForEmptyEventLoop) answer(id, error, result);
    else whenIdle = () => answer(id, null, result);
  };
  context = contextFor(headers, finish, (error, result) => answer(id, error, result));
  try {
    returned = handler(event, context, finish);
  } catch (error) {
    answer(id, error);
    return;
  }
  if (returned && typeof returned.then === 'function') {
    returned.then((result) => answer(id, null, result), (error) => answer(id, error === undefined || error === null ? 'undefined' : error));
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
if (process.stdin.unref) process.stdin.unref();

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
