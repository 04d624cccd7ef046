import { basename } from 'node:path';

const place = await Promise.resolve(basename(import.meta.url));
export const handler = async () => ({ statusCode: 200, body: place });
