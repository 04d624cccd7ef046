const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { DynamoDBDocumentClient, PutCommand } = require('@aws-sdk/lib-dynamodb');

const people = DynamoDBDocumentClient.from(new DynamoDBClient({ region: process.env.AWS_REGION }));

exports.handler = async (event) => {
  try {
    await people.send(new PutCommand({ TableName: process.env.TABLE_NAME, Item: { connectionId: event.requestContext.connectionId } }));
  } catch (error) {
    return { statusCode: 500, body: `Failed to connect: ${JSON.stringify(error)}` };
  }
  return { statusCode: 200, body: 'Connected.' };
};
