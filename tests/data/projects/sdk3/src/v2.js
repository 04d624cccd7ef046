'use strict';

const AWS = require('aws-sdk');

const post = async (options, event, Data) => {
  await new AWS.ApiGatewayManagementApi(options).postToConnection({ ConnectionId: event.requestContext.connectionId, Data }).promise();
  return { statusCode: 200 };
};

exports.domain = (event) => post({ endpoint: `${event.requestContext.domainName}/${event.requestContext.stage}` }, event, 'v2 at the domain');
exports.noEndpoint = (event) => post({}, event, 'v2 without an endpoint');
exports.apiHost = (event) => post(
  { endpoint: `https://${event.requestContext.apiId}.execute-api.${process.env.AWS_REGION}.amazonaws.com/${event.requestContext.stage}` },
  event, 'v2 at the API’s own host');
