import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { speakOfRemedies } from './remedies.ts';

beforeAll(speakOfRemedies);

test.each([
  [z.coerce.number(), 'x', 'Give a number.'],
  [z.int(), 1.5, 'Give a whole number.'],
  [z.string(), undefined, 'Give text.'],
  [z.array(z.string()), {}, 'Give a list.'],
  [z.number().min(1), 0, 'Give 1 or more.'],
  [z.string().max(3), 'long', 'Give at most 3 characters.'],
  [z.array(z.string()).min(1), [], 'Give 1 or more entries.'],
  [z.enum(['csv', 'parquet']), 'xls', 'Give one of: csv, parquet.'],
  [z.strictObject({ a: z.number().optional() }), { A: 1 }, 'Leave out, or spell otherwise: A.'],
  [z.string().refine(() => false, 'Give an IANA name.'), 'Mars', 'Give an IANA name.'],
])('what to give is said: %#', (schema: z.ZodType, value, remedy) => {
  expect(schema.safeParse(value).error!.issues[0]!.message).toBe(remedy);
});

test('a UUID comes with an example', () => {
  expect(z.uuid().safeParse('xyz').error!.issues[0]!.message).toMatch(/^Give a UUID, such as .{36}\.$/);
});
