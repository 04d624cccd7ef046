// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

// What every JavaScript SDK is asked to do; each brings its own calls.
const assert = require('assert');
const WebSocket = require('ws');

function inbox(socket) {
  const messages = [];
  const waiting = [];
  socket.on('message', (data) => {
    const text = data.toString();
    if (waiting.length) waiting.shift()(text);
    else messages.push(text);
  });
  return () => (messages.length ? Promise.resolve(messages.shift()) : new Promise((resolve) => waiting.push(resolve)));
}

// post(id, text), get(id), remove(id) of @connections; invoke(name, event) of Lambda. Errors have a name or code.
exports.talk = async ({ post, get, remove, invoke }) => {
  const socket = new WebSocket(process.env.WS_URL);
  const next = inbox(socket);
  const closed = new Promise((resolve) => socket.on('close', resolve));
  await new Promise((resolve, reject) => { socket.on('open', resolve); socket.on('error', reject); });
  socket.send('hello');
  assert.strictEqual(await next(), 'hello');
  socket.send(JSON.stringify({ action: 'who' }));
  const id = await next();

  await post(id, 'posted, ünïcode');
  assert.strictEqual(await next(), 'posted, ünïcode');
  const facts = await get(id);
  assert.ok(Math.abs(new Date(facts.ConnectedAt) - Date.now()) < 600000, `ConnectedAt ${facts.ConnectedAt}`);
  assert.strictEqual(facts.Identity.SourceIp, '127.0.0.1');
  assert.deepStrictEqual(await invoke('clients-dev-sum', { numbers: [1, 2, 3] }), 6);
  await remove(id);
  await closed;
  for (const call of [() => post(id, 'x'), () => get(id), () => remove(id)]) {
    const error = await call().then(() => null, (failure) => failure);
    assert.ok(error, 'a connection that is gone was found');
    assert.strictEqual(error.statusCode || error.$metadata.httpStatusCode, 410);
    assert.strictEqual(error.code || error.name, 'GoneException');
  }
  console.log('all held');
};
