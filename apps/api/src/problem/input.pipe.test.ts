import {
  newPersonSchema,
  pairSchema,
  passwordChangeSchema,
  passwordSchema,
  recoverySchema,
  setupSchema,
  signInSchema,
} from '@plumbline/contract';
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
const LONG = 'correct horse battery';
/** What each of them takes. */
const FITTING = {
  ...{ name: 'x', login: 'xyz', code: 'x', password: LONG, current: LONG, next: LONG, roles: ['wearer'] },
};

const taken = (value: unknown, asked: z.ZodType = schema): Promise<unknown> =>
  pipe.transform(value, { type: 'body', schema: asked });
const fault = (value: unknown, asked: z.ZodType = schema): Promise<InvalidInput> =>
  taken(value, asked).then(
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

test('no secret of the contract is said again, whatever it is called there', async () => {
  const secret = 'S3CRET';
  for (const asked of [
    setupSchema,
    passwordChangeSchema,
    recoverySchema,
    pairSchema,
    signInSchema,
    newPersonSchema,
  ]) {
    for (const key of ['code', 'password', 'current', 'next'].filter((one) => one in asked.shape)) {
      const wrong = { [key]: [secret] };
      const whole = await fault([wrong], asked);
      expect([key, whole.value]).toEqual([key, expect.not.stringContaining(secret)]);
      const alone = await fault({ ...FITTING, ...wrong }, asked);
      expect(alone).toMatchObject({ field: key, value: 'not shown' });
    }
  }
});

test('a long value is said again with its beginning alone', async () => {
  const { value } = await fault({ name: ['x'.repeat(1000)] });
  expect(value).toHaveLength(80);
});

test('a value that is nested too deeply to be said again is refused all the same', async () => {
  const depth = 30_000;
  const name: unknown = JSON.parse('['.repeat(depth) + ']'.repeat(depth));
  expect(await fault({ name })).toMatchObject({ field: 'name', value: 'nested too deeply' });
});
