/**
 * Errors and cost of the sample clock against simulated truth; takes a minute or two.
 * Run: node packages/core/src/clock/clock.bench.ts
 */
import { RADIO_LINK, type RadioLinkParams, RadioLinkSimulation } from '../simulation/radio-link.ts';
import { SampleClock } from './sample-clock.ts';

const COST_NOTIFICATIONS = 500_000;
const NO_CLOCK = new Float64Array(64).fill(Number.NaN);

export interface ClockErrors {
  readonly biasMs: number;
  readonly p95Ms: number;
  readonly maxMs: number;
  readonly firstMinuteP95Ms: number;
  readonly firstMinuteMaxMs: number;
}

/** Error as |e - median(e)|: the constant part is the least latency of the path, which nobody can see. */
export function measure(
  link: Partial<RadioLinkParams>,
  hours: number,
  device: boolean,
  seed: number,
): ClockErrors {
  const params = { ...RADIO_LINK, ...link };
  const simulation = new RadioLinkSimulation(params, seed);
  const clock = new SampleClock({ rateHz: params.rateHz });
  const errors: number[] = [];
  const times: number[] = [];
  for (let arrivalUs = 0; arrivalUs < hours * 3600e6; ) {
    const note = simulation.next();
    arrivalUs = note.arrivalUs;
    clock.push(note.n, device ? note.deviceUs : NO_CLOCK, NO_CLOCK, arrivalUs + 1e15);
    for (let i = 0; i < note.n; i++) {
      errors.push(clock.tUs[i]! - 1e15 - note.trueUs[i]!);
      times.push(note.trueUs[i]!);
    }
  }
  const late = errors.filter((_, i) => times[i]! > 600e6);
  const first = errors.filter((_, i) => times[i]! <= 60e6);
  const bias = quantile(late, 0.5);
  const off = (values: number[]): number[] => values.map((e) => Math.abs(e - bias));
  return {
    biasMs: bias / 1000,
    p95Ms: quantile(off(late), 0.95) / 1000,
    maxMs: quantile(off(late), 1) / 1000,
    firstMinuteP95Ms: quantile(off(first), 0.95) / 1000,
    firstMinuteMaxMs: quantile(off(first), 1) / 1000,
  };
}

export interface GapResult {
  readonly bursts: number;
  readonly found: number;
  readonly lost: number;
  readonly named: number;
}

export function measureGaps(link: Partial<RadioLinkParams>, hours: number, seed: number): GapResult {
  const params = { ...RADIO_LINK, ...link };
  const simulation = new RadioLinkSimulation(params, seed);
  const clock = new SampleClock({ rateHz: params.rateHz });
  let named = 0;
  let found = 0;
  for (let arrivalUs = 0; arrivalUs < hours * 3600e6; ) {
    const note = simulation.next();
    arrivalUs = note.arrivalUs;
    clock.push(note.n, NO_CLOCK, NO_CLOCK, arrivalUs + 1e15);
    for (const gap of clock.gaps) {
      named += gap.missing;
      found++;
    }
  }
  return { bursts: simulation.losses, found, lost: simulation.lost, named };
}

/** CPU time of one sample, the simulation not counted. */
export function nanosecondsPerSample(rateHz: number, device: boolean): number {
  const simulation = new RadioLinkSimulation({ ...RADIO_LINK, rateHz, intervalMs: 15 }, 3);
  const clock = new SampleClock({ rateHz });
  const arrivals = new Float64Array(COST_NOTIFICATIONS);
  const counts = new Int32Array(COST_NOTIFICATIONS);
  const times: number[] = [];
  for (let i = 0; i < COST_NOTIFICATIONS; i++) {
    const { n, arrivalUs, deviceUs } = simulation.next();
    arrivals[i] = arrivalUs + 1e15;
    counts[i] = n;
    for (let k = 0; k < n; k++) times.push(deviceUs[k]!);
  }
  const deviceUs = new Float64Array(64);
  let samples = 0;
  const before = process.cpuUsage();
  for (let i = 0; i < COST_NOTIFICATIONS; i++) {
    for (let k = 0; k < counts[i]!; k++) deviceUs[k] = times[samples++]!;
    clock.push(counts[i]!, device ? deviceUs : NO_CLOCK, NO_CLOCK, arrivals[i]!);
  }
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / samples;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!;
}

const CASES: readonly (readonly [string, Partial<RadioLinkParams>, boolean])[] = [
  ['7000 ppm, 1 ms clock', {}, true],
  ['20 ppm, 1 us clock', { clockPpm: 20, tickUs: 1 }, true],
  ['7000 ppm, no clock', {}, false],
  ['20 ppm, no clock', { clockPpm: 20 }, false],
  ['-3000 ppm, 20 Hz, no clock', { clockPpm: -3000, rateHz: 20 }, false],
  ['20 ppm, 100 Hz, 7.5 ms', { clockPpm: 20, rateHz: 100, intervalMs: 7.5 }, false],
  ['7000 ppm, 100 Hz, 50 ms, stalls', { rateHz: 100, intervalMs: 50, stallEveryS: 20 }, false],
];

const f = (x: number): string => x.toFixed(2).padStart(7);

function main(hours: number): void {
  console.log('after 10 min: bias p95 max | first minute: p95 max (ms)');
  for (const [name, link, device] of CASES) {
    const e = measure(link, hours, device, 1);
    console.log(
      `${name.padEnd(34)}${f(e.biasMs)}${f(e.p95Ms)}${f(e.maxMs)} |${f(e.firstMinuteP95Ms)}${f(e.firstMinuteMaxMs)}`,
    );
  }
  for (const device of [true, false]) {
    nanosecondsPerSample(200, device);
    const ns = nanosecondsPerSample(200, device);
    console.log(`${ns.toFixed(0)} ns per sample at 200 Hz, ${device ? 'device clock' : 'no clock'}`);
  }
  console.log('gaps: bursts found | samples lost named');
  for (const rateHz of [20, 50, 100]) {
    for (const intervalMs of [7.5, 30, 50]) {
      for (const clockPpm of [7000, 20]) {
        for (const lossEveryS of [120, Number.POSITIVE_INFINITY]) {
          const g = measureGaps({ rateHz, intervalMs, clockPpm, lossEveryS }, hours, 2);
          console.log(
            `${rateHz} Hz ${intervalMs} ms ${clockPpm} ppm: ${g.bursts} ${g.found} | ${g.lost} ${g.named}`,
          );
        }
      }
    }
  }
}

if (process.argv[1]?.endsWith('clock.bench.ts')) main(Number(process.argv[2] ?? 4));
