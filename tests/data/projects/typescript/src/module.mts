import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

export const handler = async (): Promise<{ statusCode: number; body: string }> => ({
  statusCode: 200,
  body: basename(fileURLToPath(import.meta.url)),
});
