exports.echo = async ({ body }) => ({ statusCode: 200, body });
exports.who = async ({ requestContext }) => ({ statusCode: 200, body: requestContext.connectionId });
exports.sum = async ({ numbers }) => numbers.reduce((sum, number) => sum + number, 0);
