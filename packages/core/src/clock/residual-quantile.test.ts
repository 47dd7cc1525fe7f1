import { expect, test } from 'vitest';
import { ResidualQuantile } from './residual-quantile.ts';

function of(...lateMs: readonly number[]): ResidualQuantile {
  const quantile = new ResidualQuantile();
  for (const ms of lateMs) quantile.add(ms);
  return quantile;
}
const times = (n: number, ms: number): number[] => Array<number>(n).fill(ms);

test('95 % of the arrivals lie below it, to a millisecond', () => {
  expect(of(...times(95, 3.2), ...times(5, 40)).p95Ms).toBe(4);
  expect(of(...times(94, 3.2), ...times(6, 40)).p95Ms).toBe(41);
  expect(new ResidualQuantile().p95Ms).toBeNull();
});

test('arrivals before the envelope count as punctual, those of more than half a second alike', () => {
  expect(of(-5, 0.5).p95Ms).toBe(1);
  expect(of(...times(10, 9000)).p95Ms).toBe(512);
  expect(of(510.5).p95Ms).toBe(511);
});

test('what is old is forgotten by halves, after twenty thousand', () => {
  // Seven hundred are 7 % of the ten thousand that are left, and 3 % of those that are not.
  expect(of(...times(20_000, 5), ...times(700, 100)).p95Ms).toBe(101);
  expect(of(...times(19_300, 5), ...times(700, 100)).p95Ms).toBe(6);
});

test('goes on from a snapshot exactly', () => {
  const first = of(...times(19_999, 7), ...times(900, 30));
  const resumed = new ResidualQuantile();
  resumed.restore(JSON.parse(JSON.stringify(first.snapshot())));
  for (let i = 0; i < 9_600; i++) {
    for (const quantile of [first, resumed]) quantile.add(i % 3 === 0 ? 30 : 2);
    if (i % 100 === 0) expect(resumed.p95Ms).toBe(first.p95Ms);
  }
  expect(resumed.snapshot()).toEqual(first.snapshot());
});
