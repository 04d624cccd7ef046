export const handler = async ({ requestContext, body }) => ({
  statusCode: 200,
  body: body ? `${requestContext.authorizer.principalId} joined ${JSON.parse(body).room}` : undefined,
});

export const guard = async (event) => ({
  principalId: event.queryStringParameters.room,
  policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: event.methodArn }] },
});
