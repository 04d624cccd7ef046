export const handler = (event, context, callback) => {
  if (event.headers.token !== 'hello') {
    callback('Unauthorized');
    return;
  }
  callback(null, {
    principalId: 'me',
    policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: event.methodArn }] },
  });
};
