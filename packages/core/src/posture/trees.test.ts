import { describe, expect, it } from 'vitest';
import { MODEL_TABLES } from './model-tables.ts';
import { Trees, type TreeTable } from './trees.ts';

/** Feature 0 <= 5 ? (feature 1 <= 2 ? 1 : 2) : 4. */
const NESTED = [0, 5, 1, 2, -1, 1, -1, 2, -1, 4];
const STUMP = [1, 0, -1, 10, -1, 20];

describe('trees', () => {
  it.each([
    [[5, 2], 1],
    [[5, 2.1], 2],
    [[5.1, 0], 4],
  ])('features %j end in leaf %d', (features, leaf) => {
    expect(new Trees([NESTED]).logOdds(Float64Array.from(features))).toBe(leaf);
  });

  it('add up', () => {
    expect(new Trees([NESTED, STUMP]).logOdds(Float64Array.of(9, 3))).toBe(24);
  });

  it('the shipped ones are well formed and small', () => {
    const { sitting, walking, down, up } = MODEL_TABLES;
    const tables: TreeTable[] = [...sitting, ...walking, ...down, ...up];
    for (const table of tables) {
      const kinds = table.filter((_, i) => i % 2 === 0);
      const leaves = kinds.filter((feature) => feature === -1).length;
      expect(leaves).toBe(kinds.length - leaves + 1);
      expect(table.every(Number.isFinite)).toBe(true);
    }
    expect(tables.length).toBe(310);
  });
});
