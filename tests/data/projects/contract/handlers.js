'use strict';

exports.connect = async (event) => {
  const query = event.queryStringParameters || {};
  if (query.status) return { statusCode: Number(query.status), body: 'said so' };
  if (query.throws) throw new Error('no');
  if (query.empty) return {};
  if (query.extra) return { statusCode: 200, extra: 1 };
  if (query.textStatus) return { statusCode: '200' };
  if (query.objectBody) return { statusCode: 200, body: {} };
  if (query.body) return { statusCode: 200, body: 'nobody can hear this yet' };
  if (query.protocol) return { statusCode: 200, headers: { 'sec-websocket-protocol': query.protocol } };
  return { statusCode: 200 };
};
exports.disconnect = async () => ({ statusCode: 200 });
exports.event = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });
exports.hi = (event, context, callback) => callback(null, { statusCode: 200, body: 'hi' });
exports.throws = async () => { throw new TypeError('rows is undefined'); };
exports.exits = async () => { process.exit(1); };
exports.hangs = async () => { for (;;); };
exports.foreign = async () => ({ statusCode: 200, body: 'x', extra: true });
exports.huge = async () => ({ statusCode: 200, body: 'x'.repeat(10 * 1024 * 1024) });
exports.floods = async () => {
  for (let i = 0; i < 20000; i++) console.log('a line of a flood '.repeat(20));
  return { statusCode: 200, body: 'done' };
};
