import { expect, test } from 'vitest';
import { DECODER_PARAMS } from './decoder.params.ts';
import { SilenceRate } from './silence-rate.ts';

/** Ten minutes with a silence of `silenceS` every `everyS` seconds. */
function afterTenMinutes(silenceS: number, everyS: number): SilenceRate {
  const rate = new SilenceRate();
  for (let s = 0; s < 600; s++) rate.add(s % everyS === 0 ? silenceS : 0);
  return rate;
}

test('a silence counts in full before anything is known, and while such silences are rare', () => {
  expect(new SilenceRate().trust(2)).toBe(1);
  expect(afterTenMinutes(2, 300).trust(2)).toBe(1);
});

test('silences every ten seconds say next to nothing', () => {
  expect(afterTenMinutes(2, 10).trust(2)).toBeLessThan(0.02);
});

test('a long silence still counts on a link that often drops a second', () => {
  expect(afterTenMinutes(1, 10).trust(30)).toBe(1);
});

test('silences half as far apart as the usual two minutes count by an eighth', () => {
  const rate = new SilenceRate();
  for (let s = 1; s <= 30 * 1800; s++) rate.add(s % 60 === 0 ? 2 : 0);
  // Just after one of them they look a little more frequent than they are.
  expect(rate.trust(2)).toBeGreaterThan(0.5 ** 3 * 0.94);
  expect(rate.trust(2)).toBeLessThan(0.5 ** 3);
});

test('the third silence within seconds counts by half: as if there had been three in ten minutes before', () => {
  const rate = new SilenceRate();
  for (let s = 0; s < 3; s++) rate.add(2);
  expect(rate.trust(2)).toBeCloseTo((603 / 6 / 120) ** 3, 2);
});

test.each([
  [1.2, 1.4],
  [2.5, 2.7],
  [4.9, 5.1],
])('silences of %d s say nothing about those of %d s, nor the other way round', (shorterS, longerS) => {
  for (const [seenS, otherS] of [
    [shorterS, longerS],
    [longerS, shorterS],
  ] as const) {
    const rate = afterTenMinutes(seenS, 5);
    expect(rate.trust(seenS)).toBeLessThan(0.01);
    expect(rate.trust(otherS)).toBe(1);
  }
});

test('a bad link that has become good is forgotten', () => {
  const rate = afterTenMinutes(2, 10);
  for (let s = 0; s < 3 * DECODER_PARAMS.silences.memoryS; s++) rate.add(0);
  expect(rate.trust(2)).toBe(1);
});

test('a restored one goes on as the first', () => {
  const [first, second] = [afterTenMinutes(2, 20), new SilenceRate()];
  second.restore(JSON.parse(JSON.stringify(first.snapshot())));
  expect(second.trust(2)).toBe(first.trust(2));
});
