import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ApiGatewayManagementApiClient, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';

const sessions = new DynamoDBClient({ region: process.env.AWS_REGION });

export const handler = async ({ requestContext, body }) => {
  const { Item } = await sessions.send(new GetItemCommand({
    TableName: process.env.TABLE_NAME, Key: { connectionId: { S: requestContext.connectionId } },
  }));
  const endpoint = `https://${process.env.API_ID}.execute-api.${process.env.AWS_REGION}.amazonaws.com/${process.env.STAGE}/`;
  const management = new ApiGatewayManagementApiClient({ apiVersion: '2018-11-29', endpoint });
  await management.send(new PostToConnectionCommand({
    ConnectionId: requestContext.connectionId,
    Data: Buffer.from(`${requestContext.who} by ${Item.agent.S}: ${JSON.parse(body).message}`),
  }));
  return { statusCode: 200, body: 'Data sent' };
};
