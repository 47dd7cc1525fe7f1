import { describe, expect, test } from 'vitest';
import { RADIO_LINK, RadioLinkSimulation } from '../simulation/radio-link.ts';
import { measure, measureGaps } from './clock.bench.ts';
import { SampleClock } from './sample-clock.ts';

const NO_CLOCK = new Float64Array(64).fill(Number.NaN);
const HOST_EPOCH_US = 1.795e15;

describe('against simulated truth, half an hour over a 30 ms connection with stalls and repeats', () => {
  test.each([
    ['a crystal off by 7000 ppm', { clockPpm: 7000 }, true],
    ['a good crystal', { clockPpm: 20, tickUs: 1 }, true],
    ['no device clock at all', { clockPpm: 7000 }, false],
  ])('%s: times are even to 2.4 ms (95 %%) after ten minutes and to 6 ms in the first', (_, link, device) => {
    const errors = measure(link, 0.5, device, 7);
    expect(errors.p95Ms).toBeLessThan(2.4);
    expect(errors.maxMs).toBeLessThan(3.3);
    expect(errors.firstMinuteP95Ms).toBeLessThan(6);
  });
});

describe('losses without a counter, one hour at 100 Hz', () => {
  test('bursts of one to seven samples are counted', () => {
    const { lost, named } = measureGaps({ rateHz: 100, intervalMs: 15, lossEveryS: 120 }, 1, 3);
    expect(lost).toBeGreaterThan(60);
    expect(Math.abs(named - lost)).toBeLessThanOrEqual(2);
  });

  test('without a loss none is named, though the radio stalls', () => {
    expect(measureGaps({ rateHz: 100, intervalMs: 15, stallEveryS: 20 }, 1, 4).named).toBe(0);
  });

  test('the beat of a good crystal against the connection events is no loss', () => {
    expect(measureGaps({ rateHz: 100, intervalMs: 50, clockPpm: 100 }, 1, 5).named).toBe(0);
  });
});

/** Each once had a false alarm. */
describe('hours without a loss name none', () => {
  test.each([
    ['two stalls side by side', { rateHz: 100, intervalMs: 30, clockPpm: 7000 }, 3.5, 3],
    ['an uneven floor', { rateHz: 100, intervalMs: 50, clockPpm: 7000 }, 5.5, 8],
    ['a beat that is seen for two seconds only', { rateHz: 20, intervalMs: 50, clockPpm: 20 }, 3.5, 17],
    ['a beat every minute that often comes silently', { rateHz: 100, intervalMs: 50, clockPpm: 200 }, 1, 1],
    ['beats every four minutes', { rateHz: 20, intervalMs: 50, clockPpm: 200 }, 2, 2],
  ])('%s', (_, link, hours, seed) => {
    expect(measureGaps(link, hours, seed)).toMatchObject({ lost: 0, named: 0 });
  });
});

test.each([
  ['losing samples', { lossEveryS: 30 }],
  ['whose beat comes every minute, losing samples', { intervalMs: 50, clockPpm: 200, lossEveryS: 90 }],
])('a clock %s goes on from its snapshot as if nothing had happened', (_, link) => {
  const simulation = new RadioLinkSimulation({ ...RADIO_LINK, rateHz: 100, ...link }, 9);
  const whole = new SampleClock({ rateHz: 100 });
  let parts = new SampleClock({ rateHz: 100 });
  let named = 0;
  for (let i = 0; i < 10_000; i++) {
    const { n, arrivalUs } = simulation.next();
    whole.push(n, NO_CLOCK, NO_CLOCK, HOST_EPOCH_US + arrivalUs);
    if (i % 97 === 0) {
      const snapshot = JSON.parse(JSON.stringify(parts.snapshot()));
      parts = new SampleClock({ rateHz: 100 });
      parts.restore(snapshot);
    }
    parts.push(n, NO_CLOCK, NO_CLOCK, HOST_EPOCH_US + arrivalUs);
    expect(parts.tUs.subarray(0, n)).toEqual(whole.tUs.subarray(0, n));
    expect(parts.gaps).toEqual(whole.gaps);
    named += whole.gaps.length;
  }
  expect(named).toBeGreaterThan(2);
  expect(parts.snapshot()).toEqual(whole.snapshot());
  expect([parts.residualP95Ms, parts.slopePpm]).toEqual([whole.residualP95Ms, whole.slopePpm]);
});
