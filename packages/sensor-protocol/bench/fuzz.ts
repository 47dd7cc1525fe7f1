/**
 * `node packages/sensor-protocol/bench/fuzz.ts [notifications] [driver...]`: throws broken notifications at
 * every decoder and prints what happened. Ends with status 1 on an exception or growing memory. An endless loop shows
 * as no end; the slowest call contains what else the machine did.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Driver } from '../src/driver.ts';
import { RawBatchBuilder } from '../src/raw-batch.ts';
import { drivers } from '../src/registry.ts';
import { mulberry32 } from '../src/testing/random.ts';
import { captureOf, type Notification } from './captures.ts';

const DEFAULT_COUNT = 1_000_000;
const GROWTH_LIMIT_MB = 8;
const CAPTURED_SAMPLES = 400;
const LONGEST = 244;

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

interface Outcome {
  readonly driver: string;
  readonly notifications: number;
  readonly seconds: string;
  readonly samples: number;
  readonly events: number;
  readonly slowestMs: string;
  readonly heapGrowthMb: string;
  readonly exceptions: number;
}

/** Enough to let the compiler and the pools settle before the heap is measured. */
const WARM_UP = 20_000;

function fuzz(driver: Driver, notifications: number): Outcome {
  const real: readonly Notification[] = captureOf(driver, CAPTURED_SAMPLES);
  const decoder = driver.createDecoder({ rateHz: driver.capabilities.defaultRateHz, extra: {} });
  const out = new RawBatchBuilder(decoder.channels.length);
  const random = mulberry32(2026);
  const tally = { samples: 0, events: 0, exceptions: 0, slowestMs: 0 };
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
  const started = performance.now();
  for (let i = WARM_UP; i < notifications; i++) once();
  const seconds = (performance.now() - started) / 1000;
  return {
    driver: driver.id,
    notifications,
    seconds: seconds.toFixed(1),
    samples: tally.samples,
    events: tally.events,
    slowestMs: tally.slowestMs.toFixed(1),
    heapGrowthMb: (heapMb() - heapBefore).toFixed(2),
    exceptions: tally.exceptions,
  };
}

const [count = String(DEFAULT_COUNT), ...ids] = process.argv.slice(2);
const chosen = ids.length === 0 ? drivers : drivers.filter((driver) => ids.includes(driver.id));
const outcomes = chosen.map((driver) => fuzz(driver, Number(count)));
console.table(outcomes);
const failed = outcomes.filter(
  ({ exceptions, heapGrowthMb }) => exceptions > 0 || Number(heapGrowthMb) > GROWTH_LIMIT_MB,
);
if (failed.length > 0) process.exitCode = 1;
