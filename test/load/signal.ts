import { encodeBlock, INGEST_PROTOCOL, type SampleBlock, type StreamOpen } from '@plumbline/contract';
import { defaultWorkday, WorkdaySimulation } from '@plumbline/core/simulation';
import type { LoadWearer } from './people.ts';

/** A six-axis sensor of 16 bits. */
export const RATE_HZ = 100;
const STEP_US = 1e6 / RATE_HZ;
const ACC_LSB = (16 * 9.80665) / 32_768;
const GYR_LSB = ((2000 / 32_768) * Math.PI) / 180;
const AXES = ['x', 'y', 'z'] as const;
const SECONDS_PER_HOUR = 3600;
const CHANNELS: StreamOpen['channels'] = [
  ...AXES.map((axis) => ({ quantity: 'acc' as const, axis, lsb: ACC_LSB, encoding: 'int' as const })),
  ...AXES.map((axis) => ({ quantity: 'gyr' as const, axis, lsb: GYR_LSB, encoding: 'int' as const })),
];
export const ENCODINGS = CHANNELS.map(({ encoding }) => encoding);

export function openBody(wearer: LoadWearer, startUs: number): Uint8Array {
  const open: StreamOpen = {
    protocol: INGEST_PROTOCOL,
    sensor: { id: wearer.streamId, name: 'load', driver: 'witmotion' },
    session: { id: wearer.sessionId, startedUs: startUs, timeZone: 'Europe/Berlin' },
    channels: CHANNELS,
    rateHz: RATE_HZ,
    openedUs: startUs,
    axes: 'up,right,forward',
    decoder: 'witmotion@1',
    source: 'virtual',
  };
  return new TextEncoder().encode(JSON.stringify(open));
}

/** The counts of a simulated workday, the same for every wearer, made once: the load is the API's, not ours. */
export class Signal {
  readonly #columns: readonly Float64Array[];

  constructor(seconds: number) {
    const workday = defaultWorkday(1, Math.max(1, seconds / SECONDS_PER_HOUR));
    const { accMps2, gyrRadps } = new WorkdaySimulation(workday, { rateHz: RATE_HZ }).next(
      seconds * RATE_HZ,
    )!;
    const columns = [accMps2.x, accMps2.y, accMps2.z, gyrRadps.x, gyrRadps.y, gyrRadps.z];
    this.#columns = columns.map((column, c) => column.map((value) => Math.round(value / CHANNELS[c]!.lsb)));
  }

  /** Row `i` of the block is sample `k`. */
  isSample(k: number, block: SampleBlock, i: number): boolean {
    return this.#columns.every((column, c) => column[k] === block.channels[c]![i]);
  }

  /** Samples `[from, from + n)`, the first at `firstUs`. */
  record(from: number, n: number, firstUs: number): Uint8Array {
    const tUs = Float64Array.from({ length: n }, (_, i) => firstUs + i * STEP_US);
    const channels = this.#columns.map((column) => column.subarray(from, from + n));
    return encodeBlock({ n, tUs, channels }, ENCODINGS);
  }
}
