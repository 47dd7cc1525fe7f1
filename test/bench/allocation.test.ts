import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';

/** A process of its own: what compiles a test may box numbers that the product does not. */
const STAGES = new URL('../../packages/core/bench/stages.ts', import.meta.url).pathname;
/** Compiled on the spot: in the background it comes later on a busy machine, and boxes numbers for longer. */
const COMPILE_AT_ONCE = '--no-concurrent-recompilation';
/** One boxed number in a sample is 16 bytes; a few bytes are rows that fall differently at twice the rate. */
const LESS_THAN_A_NUMBER = 6;

interface StageCost {
  readonly name: string;
  readonly bytesPerSample: number;
}

/** When the garbage collector and the compiler meet differs from run to run: the least of a few processes counts. */
const PROCESSES = 3;
const MEASURED_WITHIN_MS = 600_000;

async function measure(): Promise<StageCost[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    COMPILE_AT_ONCE,
    STAGES,
    '--json',
    '--quick',
  ]);
  return JSON.parse(stdout) as StageCost[];
}

const costs = new Map<string, number>();
beforeAll(async () => {
  for (let run = 0; run < PROCESSES; run++) {
    for (const { name, bytesPerSample } of await measure()) {
      costs.set(name, Math.min(costs.get(name) ?? Number.POSITIVE_INFINITY, bytesPerSample));
    }
  }
}, MEASURED_WITHIN_MS);

describe('no sample allocates', () => {
  test.each([
    'stage orientation',
    'stage acceleration alone',
    'stage heading',
    'stage posture',
    'stage rotation',
    'stages together, 1 s at a time',
  ])('%s', (name) => {
    const measured = [...costs.keys()].find((stage) => stage.startsWith(name));
    expect(costs.get(measured!)).toBeLessThan(LESS_THAN_A_NUMBER);
  });
});
