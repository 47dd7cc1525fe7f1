import { describe, expect, it } from 'vitest';
import { PlausibilityGate } from './plausibility.ts';
import { RawBatchBuilder } from './raw-batch.ts';
import { mps2PerG, vectorChannels } from './scales.ts';

const RATE_HZ = 50;

/** Samples with the given length of specific force, in g, along z. */
function batchOf(lengthsG: readonly number[]): RawBatchBuilder {
  const batch = new RawBatchBuilder(3);
  for (const g of lengthsG) {
    const row = batch.begin();
    batch.columns[2]![row] = g * 1000;
  }
  return batch;
}

const gate = (): PlausibilityGate => new PlausibilityGate(vectorChannels('acc', mps2PerG(0.001)), RATE_HZ);
const seconds = (s: number, g: number): number[] => new Array<number>(s * RATE_HZ).fill(g);

describe('PlausibilityGate', () => {
  it('lets rest, steps and short peaks pass', () => {
    const shaken = seconds(2, 1).map((g, i) => (i % 3 === 0 ? 15 : g));
    expect(gate().push(batchOf([...seconds(4, 1), ...shaken]))).toBeNull();
  });

  it('refuses a scale that is eight times too large, and says what to do', () => {
    const fault = gate().push(batchOf(seconds(2, 8)));
    expect(fault).toMatchObject({ kind: 'fault', reason: expect.stringContaining('8.00 g') });
  });

  it('refuses silence', () => {
    expect(gate().push(batchOf(seconds(2, 0)))).not.toBeNull();
  });

  it('refuses values that are no numbers', () => {
    expect(gate().push(batchOf(seconds(2, Number.NaN)))).not.toBeNull();
  });

  it('says it once, and again after a plausible stretch', () => {
    const one = gate();
    expect(one.push(batchOf(seconds(2, 9)))).not.toBeNull();
    expect(one.push(batchOf(seconds(2, 9)))).toBeNull();
    expect(one.failing).toBe(true);
    expect(one.push(batchOf(seconds(2, 1)))).toBeNull();
    expect(one.failing).toBe(false);
    expect(one.push(batchOf(seconds(2, 9)))).not.toBeNull();
  });

  it('has nothing to say about a stream without acceleration', () => {
    expect(new PlausibilityGate(vectorChannels('gyr', 1), RATE_HZ).push(batchOf(seconds(2, 9)))).toBeNull();
  });
});
