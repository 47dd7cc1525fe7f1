import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Driver, DriverOptions } from '../src/driver.ts';
import { RawBatchBuilder } from '../src/raw-batch.ts';
import { findDriver } from '../src/registry.ts';
import { CASES } from '../src/testing/cases.ts';
import { mulberry32 } from '../src/testing/random.ts';
import { captureOf } from './captures.ts';

const CAPTURED_SAMPLES = 400;
const LONGEST = 244;
/** Enough to let the compiler and the pools settle before the heap is measured. */
const WARM_UP = 20_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heapMb(): number {
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

const buffer = new Uint8Array(LONGEST);

/** Noise, or a real notification with flipped, cut, repeated or foreign bytes; a view of one reused buffer. */
function broken(real: Uint8Array, random: () => number): Uint8Array {
  const kind = Math.floor(random() * 5);
  if (kind === 0) {
    const n = Math.floor(random() * LONGEST);
    for (let i = 0; i < n; i++) buffer[i] = random() * 256;
    return buffer.subarray(0, n);
  }
  const n = Math.min(real.length, LONGEST);
  buffer.set(real.subarray(0, n));
  const flips = Math.floor(random() * 6);
  for (let i = 0; i < flips; i++) buffer[Math.floor(random() * n)] = random() * 256;
  if (kind === 1) return buffer.subarray(0, Math.floor(random() * (n + 1)));
  if (kind === 2) return buffer.subarray(Math.floor(random() * n), n);
  if (kind === 3) buffer.copyWithin(Math.floor(random() * n), 0, n);
  return buffer.subarray(0, n);
}

export interface Outcome {
  readonly driver: string;
  readonly settings: number;
  readonly notifications: number;
  readonly seconds: number;
  readonly samples: number;
  readonly events: number;
  readonly slowestMs: number;
  readonly heapGrowthMb: number;
  readonly exceptions: number;
}

interface Tally {
  samples: number;
  events: number;
  exceptions: number;
  slowestMs: number;
  heapGrowthMb: number;
}

/** Every setting of the driver that is tested gets its share of the notifications. */
export function fuzz(id: string, notifications: number): Outcome {
  const driver = findDriver(id);
  const settings = CASES.filter(([of]) => of === driver.id).map(([, rateHz, extra]) => ({ rateHz, extra }));
  const tally: Tally = { samples: 0, events: 0, exceptions: 0, slowestMs: 0, heapGrowthMb: 0 };
  const share = Math.ceil(notifications / settings.length);
  const started = performance.now();
  for (const options of settings) fuzzSetting(driver, options, share, tally);
  const seconds = round((performance.now() - started) / 1000);
  const { slowestMs, heapGrowthMb, ...counts } = tally;
  const measured = { slowestMs: round(slowestMs), heapGrowthMb: round(heapGrowthMb) };
  const done = share * settings.length;
  return {
    driver: driver.id,
    settings: settings.length,
    notifications: done,
    seconds,
    ...counts,
    ...measured,
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;

function fuzzSetting(driver: Driver, options: DriverOptions, notifications: number, tally: Tally): void {
  const real = captureOf(driver, CAPTURED_SAMPLES, options);
  const decoder = driver.createDecoder(options);
  const out = new RawBatchBuilder(decoder.channels.length);
  const random = mulberry32(2026);
  const once = (): void => {
    const { characteristic, bytes } = real[Math.floor(random() * real.length)]!;
    const input = broken(bytes, random);
    const before = performance.now();
    try {
      tally.events += decoder.push(characteristic, input, out).length;
    } catch (error) {
      if (tally.exceptions++ === 0) console.error(driver.id, Buffer.from(input).toString('hex'), error);
    }
    tally.slowestMs = Math.max(tally.slowestMs, performance.now() - before);
    tally.samples += out.n;
    out.clear();
  };
  for (let i = 0; i < WARM_UP; i++) once();
  const heapBefore = heapMb();
  for (let i = WARM_UP; i < notifications; i++) once();
  tally.heapGrowthMb = Math.max(tally.heapGrowthMb, heapMb() - heapBefore);
}
