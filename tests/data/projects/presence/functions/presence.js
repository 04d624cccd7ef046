'use strict';

const { DynamoDB } = require('@aws-sdk/client-dynamodb');
const { DynamoDBDocument } = require('@aws-sdk/lib-dynamodb');
const { ApiGatewayManagementApi, GoneException } = require('@aws-sdk/client-apigatewaymanagementapi');

const people = DynamoDBDocument.from(new DynamoDB());
const management = new ApiGatewayManagementApi({ endpoint: process.env.MANAGEMENT });
const TableName = process.env.PEOPLE;

async function tellEverybody() {
  const { Items } = await people.query({
    TableName, KeyConditionExpression: 'room = :room', ExpressionAttributeValues: { ':room': 'lobby' },
  });
  const names = Items.map((item) => item.name || 'somebody').sort();
  await Promise.all(Items.map(async ({ connectionId }) => {
    try {
      await management.postToConnection({ ConnectionId: connectionId, Data: JSON.stringify({ here: names }) });
    } catch (error) {
      if (!(error instanceof GoneException)) throw error;
    }
  }));
}

module.exports.come = async (event) => {
  const { connectionId, routeKey } = event.requestContext;
  const name = routeKey === 'name' ? JSON.parse(event.body).name : undefined;
  await people.put({ TableName, Item: { room: 'lobby', connectionId, ...(name && { name }) } });
  if (name) await tellEverybody();
  return { statusCode: 200 };
};

module.exports.go = async (event) => {
  await people.delete({ TableName, Key: { room: 'lobby', connectionId: event.requestContext.connectionId } });
  await tellEverybody();
  return { statusCode: 200 };
};

module.exports.unknown = async (event) => ({ statusCode: 200, body: `no action in ${event.body}` });
