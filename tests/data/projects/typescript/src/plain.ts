import { greet, type Named } from '@lib/words';

enum Kind { Text = 'text' }

export const handler = async (event: { body: string }): Promise<{ statusCode: number; body: string }> => {
  const { name } = JSON.parse(event.body) as Named & { action: string };
  return { statusCode: 200, body: `${Kind.Text} ${greet({ name })}` };
};

interface Unused {
  a: number;
}

export const fails = async (): Promise<never> => {
  throw new RangeError('from TypeScript');
};
