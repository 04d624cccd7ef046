'use strict';

const AWS = require('aws-sdk');

module.exports.connect = (event, context, cb) => cb(null, { statusCode: 200, body: 'Connected.' });
module.exports.disconnect = (event, context, cb) => cb(null, { statusCode: 200, body: 'Disconnected.' });

module.exports.default = async (event, context, cb) => {
  const { connectionId, domainName, stage, authorizer } = event.requestContext;
  const client = new AWS.ApiGatewayManagementApi({ apiVersion: '2018-11-29', endpoint: `https://${domainName}/${stage}` });
  await client.postToConnection({ ConnectionId: connectionId, Data: `${authorizer.principalId}, ${authorizer.plan}: ${event.body}` }).promise();
  cb(null, { statusCode: 200, body: 'Sent.' });
};

module.exports.auth = (event, context, callback) => {
  if (event.headers.Auth === 'deny') {
    callback('Unauthorized');
    return;
  }
  callback(null, {
    principalId: event.headers.Auth,
    context: { plan: 'gold' },
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: event.headers.Auth === 'nobody' ? 'Deny' : 'Allow', Resource: event.methodArn }],
    },
  });
};
