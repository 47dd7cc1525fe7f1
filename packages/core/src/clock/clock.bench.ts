/**
 * Errors and cost of the sample clock against simulated truth, losses found and false alarms; some minutes.
 * Run: node packages/core/src/clock/clock.bench.ts [hours] [seeds]
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
  ['20 ppm, 100 Hz, 7.5 ms, no clock', { clockPpm: 20, rateHz: 100, intervalMs: 7.5 }, false],
  ['7000 ppm, 100 Hz, 50 ms, stalls', { rateHz: 100, intervalMs: 50, stallEveryS: 20 }, false],
];

const RATES_HZ = [20, 50, 100];
const LOSS_EVERY_S = 120;
const COST_RATE_HZ = 200;

/** Connections as they are common, and crystals in between that beat against them once in a minute to an hour. */
const COMMON = { intervalsMs: [7.5, 30, 50], ppms: [7000, 20] };
const BEATING = { intervalsMs: [15, 30, 50], ppms: [5, 60, 100, 200, 300, 1000, -200] };
type Grid = typeof COMMON;

const f = (x: number): string => x.toFixed(2).padStart(7);

/** The worst of the seeds. */
function printErrors(hours: number, seeds: number): void {
  console.log('errors in ms, worst of the seeds: after 10 min p95 max | first minute p95 max');
  for (const [name, link, device] of CASES) {
    const all = Array.from({ length: seeds }, (_, i) => measure(link, hours, device, i + 1));
    const worst = (pick: (e: ClockErrors) => number): string => f(Math.max(...all.map(pick)));
    const late = worst((e) => e.p95Ms) + worst((e) => e.maxMs);
    const first = worst((e) => e.firstMinuteP95Ms) + worst((e) => e.firstMinuteMaxMs);
    console.log(`${name.padEnd(34)}${late} |${first}`);
  }
}

function printCost(): void {
  for (const device of [true, false]) {
    nanosecondsPerSample(COST_RATE_HZ, device);
    const ns = nanosecondsPerSample(COST_RATE_HZ, device);
    console.log(
      `${ns.toFixed(0)} ns per sample at ${COST_RATE_HZ} Hz, ${device ? 'device clock' : 'no clock'}`,
    );
  }
}

/** One line for each combination whose count is not exact, and the sum. */
function printGaps(
  title: string,
  { intervalsMs, ppms }: Grid,
  lossEveryS: number,
  hours: number,
  seeds: number,
) {
  const sum = { hours: 0, runs: 0, exact: 0, bursts: 0, lost: 0, off: 0 };
  console.log(title);
  for (const rateHz of RATES_HZ) {
    for (const intervalMs of intervalsMs) {
      for (const clockPpm of ppms) {
        for (let seed = 1; seed <= seeds; seed++) {
          const g = measureGaps({ rateHz, intervalMs, clockPpm, lossEveryS }, hours, seed);
          const off = Math.abs(g.named - g.lost);
          sum.hours += hours;
          sum.runs++;
          sum.bursts += g.bursts;
          sum.lost += g.lost;
          sum.off += off;
          if (off === 0) sum.exact++;
          else
            console.log(
              `  ${rateHz} Hz ${intervalMs} ms ${clockPpm} ppm seed ${seed}: ${g.lost} lost ${g.named} named`,
            );
        }
      }
    }
  }
  console.log(
    `  ${sum.hours} h: ${sum.lost} samples lost in ${sum.bursts} bursts, miscounted by ${sum.off}; ${sum.exact} of ${sum.runs} runs exact`,
  );
}

function main(hours: number, seeds: number): void {
  printErrors(hours, seeds);
  printCost();
  const never = Number.POSITIVE_INFINITY;
  printGaps(`a burst of 1 to 7 samples about every ${LOSS_EVERY_S} s`, COMMON, LOSS_EVERY_S, hours, seeds);
  printGaps('nothing lost', COMMON, never, hours, seeds);
  printGaps('nothing lost, beating crystals', BEATING, never, hours, seeds);
}

const [hours = 8, seeds = 3] = process.argv.slice(2).map(Number);
if (process.argv[1]?.endsWith('clock.bench.ts')) main(hours, seeds);
