'use strict';

exports.connect = async () => ({ statusCode: 200 });

exports.echo = async (event) => ({ statusCode: 200, body: event.body });

// Its process ends: a restart.
exports.exit = async () => { process.exit(0); };

exports.whoami = async (event) => ({
  statusCode: 200,
  body: JSON.stringify({ connectionId: event.requestContext.connectionId }),
});

let api;
exports.sdk = async (event) => {
  if (!api) {
    const { ApiGatewayManagementApi } = require('aws-sdk/clients/all');
    api = new ApiGatewayManagementApi({ apiVersion: '2018-11-29', endpoint: process.env.BENCH_ENDPOINT });
  }
  await api
    .postToConnection({ ConnectionId: event.requestContext.connectionId, Data: event.body })
    .promise();
  return { statusCode: 200 };
};
