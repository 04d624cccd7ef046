'use strict';

const http = require('http');

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const answer = (value) => ({ statusCode: 200, body: JSON.stringify(value) });

exports.connect = async (event) => {
  const query = event.queryStringParameters || {};
  await wait(Number(query.wait || 0));
  return { statusCode: Number(query.status || 200), headers: { 'X-Why': 'because' }, body: 'said so' };
};
exports.disconnect = async () => { throw new Error('nobody hears this'); };
exports.give = async (event) => {
  const { give, wait: ms } = JSON.parse(event.body);
  await wait(ms || 0);
  if (give === 'throw') throw new Error('as told');
  return give;
};
exports.environment = async (event, context) => answer({ ...process.env, remaining: context.getRemainingTimeInMillis() });

// Asks the Runtime API in the middle of an invocation; ID is this one's.
exports.api = async (event, context) => {
  const { method, path, body, headers } = JSON.parse(event.body);
  const url = `http://${process.env.AWS_LAMBDA_RUNTIME_API}${path.replace('ID', context.awsRequestId)}`;
  return answer(await new Promise((resolve, reject) => {
    http.request(url, { method, headers }, (got) => {
      let text = '';
      got.on('data', (more) => { text += more; });
      got.on('end', () => resolve({ status: got.statusCode, body: text }));
    }).on('error', reject).end('x'.repeat(Number(body) || 0) || body);
  }));
};

// Which process this is; hangs when told to.
const born = `${process.pid}-${Date.now()}`;
exports.instance = async (event) => {
  await wait(JSON.parse(event.body).wait || 0);
  return answer(born);
};
