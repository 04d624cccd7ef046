'use strict';

const { ApiGatewayManagementApiClient, PostToConnectionCommand } = require('@aws-sdk/client-apigatewaymanagementapi');

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

exports.tasks = async (event) => {
  const { connectionId, domainName, stage } = event.requestContext;
  const client = new ApiGatewayManagementApiClient({ endpoint: `https://${domainName}/${stage}` });
  const send = (data) => client.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: JSON.stringify(data) }));
  const task = async (name, duration) => {
    await send(`Stating ${name} --->  (${event.body})`);
    await sleep(duration);
    await send(`Ending ${name} <--- (${event.body})`);
  };
  await Promise.all([task('Task1', 0), task('Task2', 2000), task('Task3', 4000)]);
  return { statusCode: 200 };
};

exports.noEndpoint = async (event) => {
  const client = new ApiGatewayManagementApiClient({});
  await client.send(new PostToConnectionCommand({ ConnectionId: event.requestContext.connectionId, Data: 'v3 without an endpoint' }));
  return { statusCode: 200 };
};
