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
