const AWS = require('aws-sdk');

const people = new AWS.DynamoDB.DocumentClient({ apiVersion: '2012-08-10', region: process.env.AWS_REGION });

exports.handler = async (event) => {
  const { Items } = await people.scan({ TableName: process.env.TABLE_NAME, ProjectionExpression: 'connectionId' }).promise();
  const management = new AWS.ApiGatewayManagementApi({
    apiVersion: '2018-11-29',
    endpoint: `${event.requestContext.domainName}/${event.requestContext.stage}`,
  });
  const { data } = JSON.parse(event.body);
  await Promise.all(Items.map(async ({ connectionId }) => {
    try {
      await management.postToConnection({ ConnectionId: connectionId, Data: data }).promise();
    } catch (error) {
      if (error.statusCode !== 410) throw error;
      await people.delete({ TableName: process.env.TABLE_NAME, Key: { connectionId } }).promise();
    }
  }));
  return { statusCode: 200, body: 'Data sent.' };
};
