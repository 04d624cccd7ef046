'use strict';

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const answer = (value) => ({ statusCode: 200, body: typeof value === 'string' ? value : JSON.stringify(value) });

exports.neighbour = async (event) => answer(JSON.parse(event.body).n.toString());
exports.async = async () => { await wait(1); return answer('async'); };
exports.callback = (event, context, callback) => { setTimeout(() => callback(null, answer('callback')), 1); };

let ended = false;
exports.callbackWaits = (event, context, callback) => {
  const was = ended;
  ended = false;
  setTimeout(() => { ended = true; }, 300);
  callback(null, answer(was ? 'the timer ended first' : 'first'));
};
exports.callbackDoesNotWait = (event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = false;
  setTimeout(() => {}, 60000);
  callback(null, answer('at once'));
};
exports.neverAnswers = () => {};
exports.context = async (event, context) => answer({
  keys: Object.keys(context).sort(),
  functionName: context.functionName,
  memoryLimitInMB: context.memoryLimitInMB,
  arn: context.invokedFunctionArn,
  remaining: context.getRemainingTimeInMillis(),
  requestId: context.awsRequestId,
  trace: process.env._X_AMZN_TRACE_ID,
  cwd: process.cwd() === process.env.LAMBDA_TASK_ROOT,
});
exports.logs = async () => {
  console.log('one line');
  console.warn('two\nlines %d', 2);
  console.error(new Error('logged'));
  process.stdout.write('written directly\n');
  process.stdout.write('without an end');
  return answer('logged');
};
exports.bytes = async () => ({ statusCode: 200, body: Buffer.from([0x61, 0xff]).toString('base64'), isBase64Encoded: true });
