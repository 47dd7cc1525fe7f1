import { packBlock } from '../dist/ingest/sample-blocks.js';
import { CHANNELS, RATE_HZ } from '../src/testing/records.ts';
import { simulatedCounts } from '../src/testing/simulated-counts.ts';

export const BLOCK_S = 10;
const BLOCK_SAMPLES = BLOCK_S * RATE_HZ;
/** An hour of different blocks, over and over. */
const DIFFERENT_BLOCKS = 360;
/** Of a crystal that runs fast: the grid of times is not a round one. */
const STEP_US = 9_999.93;
/** Counts of noise, as commodity sensors have it: about 20 mm/s^2 and 0.1 deg/s. */
const NOISE_COUNTS = { acc: 4, gyr: 1.6, mag: 1, quat: 0 } as const;
const encodings = CHANNELS.map(({ encoding }) => encoding);

/** Repeatable, about normal: the sum of twelve even numbers. */
function noise(): () => number {
  let state = 1;
  const even = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 2 ** 32 - 0.5;
  };
  return () => Array.from({ length: 12 }, even).reduce((sum, value) => sum + value, 0);
}

/** Blocks of a simulated workday with the noise of a real sensor: without it they would be a third as long. */
export class NoisyBlocks {
  readonly #columns: readonly Float64Array[][];

  constructor() {
    const [counts, next] = [simulatedCounts(DIFFERENT_BLOCKS * BLOCK_S), noise()];
    this.#columns = Array.from({ length: DIFFERENT_BLOCKS }, (_, block) => {
      const rows = Array.from({ length: BLOCK_SAMPLES }, (_, i) => counts(block * BLOCK_SAMPLES + i));
      return CHANNELS.map(({ quantity }, c) =>
        Float64Array.from(rows, (row) => Math.round(row[c]! + NOISE_COUNTS[quantity] * next())),
      );
    });
  }

  /** Block `number` of a stream that began at `startUs`. */
  payload(number: number, startUs: number): Uint8Array {
    const t0Us = startUs + number * BLOCK_S * 1e6;
    const tUs = Float64Array.from({ length: BLOCK_SAMPLES }, (_, i) => Math.round(t0Us + i * STEP_US));
    const channels = this.#columns[number % DIFFERENT_BLOCKS]!;
    return packBlock({ n: BLOCK_SAMPLES, tUs, channels }, encodings);
  }
}
