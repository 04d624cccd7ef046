exports.handler = async (event) => ({ statusCode: 200, body: `${process.env.GREETING} ${process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE}: ${event.body}` });
