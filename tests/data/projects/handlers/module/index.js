import process from 'node:process';

export const handler = async () => ({ statusCode: 200, body: `module in ${process.env.AWS_LAMBDA_FUNCTION_NAME}` });
