const { ApiGatewayManagementApiClient, PostToConnectionCommand } = require('@aws-sdk/client-apigatewaymanagementapi');

let outcome = 'nothing yet';

exports.both = async ({ requestContext: { connectionId, routeKey, domainName, stage } }) => {
  if (routeKey === '$connect') {
    const client = new ApiGatewayManagementApiClient({ endpoint: `https://${domainName}/${stage}` });
    outcome = await client.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: 'too early' }))
      .then(() => 'posted', (error) => `${error.name} ${error.$metadata.httpStatusCode}`);
  }
  return { statusCode: 200, body: outcome };
};
