import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';

/** A process of its own: what compiles a test may box numbers that the product does not. */
const STAGES = new URL('../../packages/core/bench/stages.ts', import.meta.url).pathname;
/** One boxed number in a sample is 16 bytes; a few bytes are rows that fall differently at twice the rate. */
const LESS_THAN_A_NUMBER = 6;

interface StageCost {
  readonly name: string;
  readonly bytesPerSample: number;
}

let costs: StageCost[] = [];
beforeAll(async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [STAGES, '--json', '--quick']);
  costs = JSON.parse(stdout) as StageCost[];
});

describe('no sample allocates', () => {
  test.each([
    'stage orientation',
    'stage acceleration alone',
    'stage heading',
    'stage posture',
    'stage rotation',
    'stages together, 1 s at a time',
  ])('%s', (name) => {
    const cost = costs.find((stage) => stage.name.startsWith(name));
    expect(cost?.bytesPerSample).toBeLessThan(LESS_THAN_A_NUMBER);
  });
});
