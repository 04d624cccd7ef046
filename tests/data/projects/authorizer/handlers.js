'use strict';

const http = require('http');

const policy = (effect, resource, more = {}) => ({
  principalId: 'me',
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: resource }] },
  ...more,
});

exports.auth = (event, context, callback) => {
  const token = event.queryStringParameters.token;
  const arn = event.methodArn;
  switch (token) {
    case 'throwsUnauthorized': throw new Error('Unauthorized');
    case 'callsUnauthorized': return callback('Unauthorized');
    case 'throws': throw new Error('the database is down');
    case 'exits': return process.exit(1);
    case 'status401': return callback(null, { statusCode: 401 });
    case 'nothing': return callback(null, null);
    case 'deny': return callback(null, policy('Deny', arn));
    case 'allowsElsewhere': return callback(null, policy('Allow', arn.replace('/live/', '/other/')));
    case 'objectInContext': return callback(null, policy('Allow', arn, { context: { plan: { name: 'gold' } } }));
    case 'tooLarge': return callback(null, policy('Allow', arn, { context: { text: 'x'.repeat(9000) } }));
    case 'noContext': return callback(null, policy('Allow', arn));
    case 'wildcard': return callback(null, policy('Allow', 'arn:aws:execute-api:*:*:*/li?e/*'));
    default: return callback(null, policy('Allow', arn, { context: { plan: 'gold', level: 3, admin: true } }));
  }
};

exports.connect = async (event) => {
  const { connectionId } = event.requestContext;
  const url = `${process.env.AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI}/@connections/${encodeURIComponent(connectionId)}`;
  const status = await new Promise((resolve, reject) => {
    http.request(url, { method: 'POST' }, (answer) => { answer.resume(); resolve(answer.statusCode); }).on('error', reject).end('too early');
  });
  console.log(`posting to itself: ${status}`);
  return { statusCode: 200 };
};
exports.disconnect = async () => ({ statusCode: 200 });
exports.show = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });
