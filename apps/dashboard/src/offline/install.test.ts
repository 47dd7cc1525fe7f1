import { expect, it } from 'vitest';
import { isUsedForAWeek } from './install.ts';

const DAY_MS = 86_400_000;

it('offers installing once, after a week of use', () => {
  const held = new Map<string, string>();
  const storage = {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
  };
  const told = [0, 3, 6.9, 7, 8].map((day) => isUsedForAWeek(storage, 1e12 + day * DAY_MS));
  expect(told).toEqual([false, false, false, true, false]);
});
