import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MODEL_TABLES } from './model-tables.ts';
import { type PackedTrees, Trees } from './trees.ts';

/** Two base64 digits a node. Splits: 0 is feature 0 <= 5, 1 is feature 1 <= 2, 2 is feature 1 <= 0. */
const SPLITS = [[5], [2, 0]];
const LEAF_OF = { one: 'oB', two: 'oC', four: 'oE', ten: 'oK', twenty: 'oU' } as const;
/** Feature 0 <= 5 ? (feature 1 <= 2 ? 1 : 2) : 4. */
const NESTED = `AAAB${LEAF_OF.one}${LEAF_OF.two}${LEAF_OF.four}`;
/** Feature 1 <= 0 ? 10 : 20. */
const STUMP = `AC${LEAF_OF.ten}${LEAF_OF.twenty}`;
/** The weights, as the product carries them, and the trees in them. */
const MOST_BYTES = 10_000;
const TREES = { sitting: 68, walking: 40, down: 80, up: 80 };

function packed(nodes: string): PackedTrees {
  return { splits: SPLITS, leafStep: 1, nodes };
}

describe('trees', () => {
  it.each([
    [[5, 2], 1],
    [[5, 2.1], 2],
    [[5.1, 0], 4],
  ])('features %j end in leaf %d', (features, leaf) => {
    expect(new Trees(packed(NESTED)).logOdds(Float64Array.from(features))).toBe(leaf);
  });

  it('add up', () => {
    expect(new Trees(packed(NESTED + STUMP)).logOdds(Float64Array.of(9, 3))).toBe(24);
  });

  it('refuse a table that is cut off or names a split that is not there', () => {
    expect(() => new Trees(packed(NESTED.slice(0, -2)))).toThrow(/cut off/);
    expect(() => new Trees(packed(`AD${LEAF_OF.ten}${LEAF_OF.twenty}`))).toThrow(/names split 3/);
  });

  it('that ship are as many as the training made, in less than 10 kB', () => {
    for (const kind of ['sitting', 'walking', 'down', 'up'] as const) {
      expect(new Trees(MODEL_TABLES[kind]).count).toBe(TREES[kind]);
    }
    const source = readFileSync(new URL('model-tables.ts', import.meta.url));
    expect(source.length).toBeLessThan(MOST_BYTES);
  });
});
