import { expect, test } from 'vitest';
import { RadioLinkSimulation } from '../simulation/radio-link.ts';
import { SeededRandom } from '../simulation/random.ts';
import { RoundTrips } from './round-trips.ts';
import { SampleClock } from './sample-clock.ts';

const HOST_EPOCH_US = 1.795e15;
const NO_COUNTER = new Float64Array(64).fill(Number.NaN);
const PPM = 20;
const ASK_EVERY_US = 30e6;
const INTERVAL_US = 30_000;
const LINK = { clockPpm: PPM, wanderPpm: 0, tickUs: 1, intervalMs: INTERVAL_US / 1000 };

interface Played {
  readonly clock: SampleClock;
  /** Errors after ten minutes, milliseconds. */
  readonly errorsMs: readonly number[];
}

/** An hour of samples; `asks`: a question every half minute, read at a connection event and answered at the next. */
function play(asks: boolean): Played {
  const random = new SeededRandom(5);
  const simulation = RadioLinkSimulation.of(LINK, 7);
  const clock = new SampleClock({ rateHz: 50 });
  const errorsMs: number[] = [];
  let askUs = 60e6;
  for (let nowUs = 0; nowUs < 3600e6; ) {
    const { n, arrivalUs, deviceUs, trueUs } = simulation.next();
    nowUs = arrivalUs;
    clock.push(n, deviceUs, NO_COUNTER, HOST_EPOCH_US + arrivalUs);
    for (let i = 0; i < n && nowUs > 600e6; i++)
      errorsMs.push((clock.tUs[i]! - HOST_EPOCH_US - trueUs[i]!) / 1000);
    if (!asks || nowUs < askUs) continue;
    askUs = nowUs + ASK_EVERY_US;
    const readUs = nowUs + random.between(0, INTERVAL_US);
    const device = deviceUs[n - 1]! + (readUs - trueUs[n - 1]!) / (1 + PPM / 1e6);
    const [hostTxUs, hostRxUs] = [HOST_EPOCH_US + nowUs, HOST_EPOCH_US + readUs + INTERVAL_US];
    clock.roundTrip({ hostTxUs, deviceRxUs: device, deviceTxUs: device, hostRxUs });
  }
  return { clock, errorsMs };
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

test('questions to the device halve the constant error that arrivals cannot show, and say what is left', () => {
  const blind = play(false);
  const asked = play(true);
  const [before, after] = [median(blind.errorsMs), median(asked.errorsMs)];
  expect(before).toBeGreaterThan(5);
  expect(Math.abs(after)).toBeLessThan(0.6 * before);
  expect(asked.clock.withinMs).toBeLessThan(0.7 * before);
  expect(Math.abs(after)).toBeLessThan(asked.clock.withinMs!);
  expect(asked.clock.roundTripMs).toBeGreaterThan(INTERVAL_US / 1000);
  expect(blind.clock.withinMs).toBeNull();
});

test('an answer that arrives before the envelope shows how late the envelope is at least', () => {
  const clock = new SampleClock({ rateHz: 100 });
  const hostUs = (i: number): number => HOST_EPOCH_US + i * 10_000;
  for (let i = 0; i < 300; i++)
    clock.push(1, Float64Array.of(5e6 + i * 10_000), NO_COUNTER, hostUs(i) + 30_000);
  const deviceUs = 5e6 + 300 * 10_000;
  const [hostTxUs, hostRxUs] = [hostUs(300) - 6000, hostUs(300) + 4000];
  clock.roundTrip({ hostTxUs, deviceRxUs: deviceUs, deviceTxUs: deviceUs, hostRxUs });
  expect(clock.withinMs).toBeCloseTo(5, 6);
  for (let i = 300; i < 500; i++)
    clock.push(1, Float64Array.of(5e6 + i * 10_000), NO_COUNTER, hostUs(i) + 30_000);
  expect(clock.tUs[0]! - hostUs(499)).toBe(-1000);
});

test('sample spacing stays even when the first answer moves the times', () => {
  const clock = new SampleClock({ rateHz: 100 });
  const times: number[] = [];
  for (let i = 0; i < 200; i++) {
    const deviceUs = 5e6 + i * 10_000;
    const hostUs = HOST_EPOCH_US + i * 10_000 + 8000;
    clock.push(1, Float64Array.of(deviceUs), NO_COUNTER, hostUs);
    times.push(clock.tUs[0]!);
    const hostTxUs = hostUs - 12_000;
    if (i === 100)
      clock.roundTrip({ hostTxUs, deviceRxUs: deviceUs, deviceTxUs: deviceUs, hostRxUs: hostUs });
  }
  const steps = times.slice(1).map((t, i) => t - times[i]!);
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(9499);
  expect(times.at(-1)! - (HOST_EPOCH_US + 199 * 10_000 + 8000)).toBe(-6000);
});

test('answers that cannot be ones, and clocks that start over, change nothing', () => {
  const clock = new SampleClock({ rateHz: 100 });
  clock.push(1, Float64Array.of(1e6), NO_COUNTER, HOST_EPOCH_US);
  const trip = { hostTxUs: HOST_EPOCH_US, deviceRxUs: 1e6, deviceTxUs: 1e6, hostRxUs: HOST_EPOCH_US + 5000 };
  clock.roundTrip({ ...trip, deviceTxUs: 0.9e6 });
  clock.roundTrip({ ...trip, hostRxUs: HOST_EPOCH_US - 1 });
  clock.roundTrip({ ...trip, hostRxUs: HOST_EPOCH_US + 60e6 });
  expect(clock.withinMs).toBeNull();
  const wrapping = new SampleClock({ rateHz: 100, clockModulusUs: 2 ** 32 });
  wrapping.push(1, Float64Array.of(1e6), NO_COUNTER, HOST_EPOCH_US);
  wrapping.roundTrip(trip);
  expect(wrapping.withinMs).toBeNull();
});

test('the fastest of the last twenty questions tells the time on the air, of those that took less than two seconds', () => {
  const trips = new RoundTrips();
  const ask = (wayUs: number): boolean =>
    trips.add({ hostTxUs: 0, deviceRxUs: 5e6, deviceTxUs: 5e6 + 1000, hostRxUs: wayUs + 1000 });
  expect([ask(2e6 - 1), ask(2e6), ask(0), ask(-1)]).toEqual([true, false, false, false]);
  expect(ask(30_000)).toBe(true);
  for (let i = 0; i < 19; i++) ask(50_000);
  expect(trips.leastWayUs).toBe(30_000);
  const resumed = new RoundTrips();
  resumed.restore(JSON.parse(JSON.stringify(trips.snapshot())));
  expect([resumed.leastWayUs, resumed.snapshot()]).toEqual([30_000, trips.snapshot()]);
  ask(50_000);
  expect(trips.leastWayUs).toBe(50_000);
});
