const { ApiGatewayManagementApiClient, PostToConnectionCommand } = require('@aws-sdk/client-apigatewaymanagementapi');

const connections = new Set();

exports.everything = async (event) => {
  const { connectionId, eventType, domainName, stage } = event.requestContext;
  if (eventType === 'CONNECT') connections.add(connectionId);
  if (eventType === 'DISCONNECT') connections.delete(connectionId);
  if (eventType === 'MESSAGE') {
    const client = new ApiGatewayManagementApiClient({ endpoint: `https://${domainName}/${stage}` });
    await Promise.all([...connections].map((id) => client.send(new PostToConnectionCommand({ ConnectionId: id, Data: event.body }))));
  }
  return { statusCode: 200 };
};
