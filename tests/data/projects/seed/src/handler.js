'use strict';

const AWS = require('aws-sdk');

const ENDPOINT = process.env.NODE_ENV === 'production' ? `https://${process.env.DOMAIN}/${process.env.STAGE}` : 'http://localhost:3001';
const api = new AWS.ApiGatewayManagementApi({ apiVersion: '2018-11-29', endpoint: ENDPOINT });

const send = (ConnectionId, Data) => api.postToConnection({ ConnectionId, Data: JSON.stringify(Data) }).promise();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const task = async (name, text, id, duration) => {
  await send(id, `Stating ${name} --->  (${text})`);
  await sleep(duration);
  await send(id, `Ending ${name} <--- (${text})`);
};

module.exports.connectionHandler = async (event) => {
  const { eventType, connectionId } = event.requestContext;
  console.log(`${eventType} ${connectionId}`);
  return { statusCode: 200, body: eventType };
};

module.exports.defaultHandler = async (event) => {
  const { connectionId } = event.requestContext;
  await Promise.all([
    task('Task1', event.body, connectionId, 0),
    task('Task2', event.body, connectionId, 2000),
    task('Task3', event.body, connectionId, 4000),
  ]);
  return { statusCode: 200, body: 'OK' };
};
