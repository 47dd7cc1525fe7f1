import { expect, test } from 'vitest';
import { isUsable } from './date-range.ts';

test('one day and several can be used, one that runs backwards cannot', () => {
  expect(isUsable({ from: '2026-11-20', to: '2026-11-20' })).toBe(true);
  expect(isUsable({ from: '2026-10-31', to: '2026-11-01' })).toBe(true);
  expect(isUsable({ from: '2026-11-20', to: '2026-11-10' })).toBe(false);
});

test('nor can one past the last day there can be', () => {
  expect(isUsable({ from: '2026-11-20', to: '2026-11-23' }, '2026-11-23')).toBe(true);
  expect(isUsable({ from: '2026-11-20', to: '2026-11-24' }, '2026-11-23')).toBe(false);
});
