import { passwordSchema } from '@plumbline/contract';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { InputPipe } from './input.pipe.ts';
import type { InvalidInput } from './invalid-input.ts';

const schema = z.object({
  name: z.string(),
  tags: z.array(z.string()).default([]),
  password: passwordSchema.optional(),
});
const pipe = new InputPipe();

const taken = (value: unknown): Promise<unknown> => pipe.transform(value, { type: 'body', schema });
const fault = (value: unknown): Promise<InvalidInput> =>
  taken(value).then(
    () => expect.fail('it was taken'),
    (error: InvalidInput) => error,
  );

test('what fits is handed on as the schema makes it', async () => {
  expect(await taken({ name: 'a\u2028😀', more: 1 })).toEqual({ name: 'a\u2028😀', tags: [] });
});

test('text that the database cannot keep is refused where it stands, and secrets are not said again', async () => {
  const remedy = 'Leave out the character U+0000.';
  expect(await fault({ name: 'a\0b' })).toMatchObject({ field: 'name', value: 'a\0b', remedy });
  expect(await fault({ name: 'a', tags: ['b', '\0'] })).toMatchObject({ field: 'tags.1', remedy });
  const password = 'correct\0horse battery';
  expect(await fault({ name: 'a', password })).toMatchObject({ field: 'password', value: 'not shown' });
});

test('a value that is nested too deeply to be said again is refused all the same', async () => {
  const depth = 30_000;
  const name: unknown = JSON.parse('['.repeat(depth) + ']'.repeat(depth));
  expect(await fault({ name })).toMatchObject({ field: 'name', value: 'nested too deeply' });
});
