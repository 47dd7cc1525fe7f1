import { expect, test } from 'vitest';
import { pseudonymOf } from './pseudonym.ts';

test('a report names a wearer by the beginning of their id', () => {
  expect(pseudonymOf('1a2b3c4d-5e6f-4a8b-9c0d-1e2f3a4b5c6d')).toBe('P-1A2B3C');
});
