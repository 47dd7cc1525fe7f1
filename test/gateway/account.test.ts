import type { Gap } from '@plumbline/contract';
import { expect, test } from 'vitest';
import { FakeApi } from '../../apps/gateway/src/testing/fake-api.ts';
import { type Account, balance } from './account.ts';

const PERIOD_US = 10_000;
const SENSOR = 'c0de00000101';

/** Samples 0 to 999, of which some numbers are not stored, and gaps. */
function balanceWithout(missing: readonly number[], gaps: readonly Gap[]): Account {
  const numbers = Array.from({ length: 1000 }, (_, i) => i).filter((i) => !missing.includes(i));
  const stored = { numbers, tUs: numbers.map((number) => number * PERIOD_US) };
  const api = new FakeApi();
  const open = { sensor: { id: SENSOR } } as never;
  api.streams.set('a', { id: 'a', open, next: 0, tUs: [], gaps: [...gaps], devices: [], closed: true });
  const taken = { produced: 1000, firstNumber: 0, lastNumber: 999 };
  return balance(taken, stored, api, SENSOR, true);
}

const gap = (from: number, missing: number, exact: boolean): Gap => ({
  startUs: from * PERIOD_US,
  endUs: (from + missing) * PERIOD_US,
  missing,
  exact,
  cause: 'link',
});

test('everything stored balances', () => {
  const account = balanceWithout([], []);
  expect(account).toMatchObject({ stored: 1000, lost: 0, named: 0, unnamed: 0, disorder: 0, inexact: 0 });
});

test('a hole under a gap is lost and named', () => {
  const account = balanceWithout([500, 501], [gap(500, 2, true)]);
  expect(account).toMatchObject({ stored: 998, lost: 2, named: 2, unnamed: 0, inexact: 0 });
});

test('a hole without a gap is found, also beside another one that has one', () => {
  expect(balanceWithout([500], []).unnamed).toBe(1);
  expect(balanceWithout([200, 500], [gap(200, 1, true)]).unnamed).toBe(1);
});

test('a gap that calls a wrong count exact is found, an estimate may be off', () => {
  expect(balanceWithout([500, 501], [gap(500, 3, true)]).inexact).toBe(1);
  expect(balanceWithout([500, 501], [gap(500, 3, false)]).inexact).toBe(0);
});

test('what is missing at the edges shows there and in no hole', () => {
  const account = balanceWithout([0, 1, 999], []);
  expect(account).toMatchObject({ before: 2, unsent: 1, lost: 0, unnamed: 0 });
});
