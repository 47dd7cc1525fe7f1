import { afterEach, expect, test, vi } from 'vitest';
import { JsonLogger } from './logger.ts';

afterEach(() => vi.restoreAllMocks());

test('of an error of the database what happened is told, and not the row that it happened to', () => {
  const told: string[] = [];
  const keep = (text: string | Uint8Array): boolean => told.push(String(text)) > 0;
  for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, 'write').mockImplementation(keep);
  const error = Object.assign(new Error('new row for relation "note" violates check constraint "x"'), {
    ...{ code: '23514', detail: 'Failing row contains (7, Anna, my back hurts).', where: "$1 = 'Anna'" },
  });
  new JsonLogger('error').error(error);
  expect(JSON.parse(told.join(''))).toMatchObject({
    ...{ level: 'error', error: { message: error.message, code: '23514', stack: error.stack } },
  });
  expect(told.join('')).not.toContain('Anna');
});
