import type { SampleBlock } from '@plumbline/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deflateSync } from './deflate.ts';
import { BLOCK_US, type EncodedBlock, packBlock, SampleBlocks, unpackBlock } from './sample-blocks.ts';

const ENCODINGS = ['int', 'f32'] as const;
const EPOCH_US = 1_795_000_000_000_000;

interface Row {
  readonly tUs: number;
  readonly count: number;
  readonly float: number;
}

function blockOf(rows: readonly Row[]): SampleBlock {
  return {
    n: rows.length,
    tUs: Float64Array.from(rows, (row) => row.tUs),
    channels: [Float64Array.from(rows, (row) => row.count), Float64Array.from(rows, (row) => row.float)],
  };
}

const recording = fc
  .array(
    fc.record({
      stepUs: fc.oneof(fc.integer({ min: 1, max: 50_000 }), fc.integer({ min: 1, max: 30_000_000 })),
      count: fc.integer({ min: -32_768, max: 32_767 }),
      float: fc.float({ noNaN: true, noDefaultInfinity: true }),
    }),
    { minLength: 1, maxLength: 200 },
  )
  .map((steps) => {
    let tUs = EPOCH_US;
    return steps.map(({ stepUs, count, float }) => {
      tUs += stepUs;
      return { tUs, count, float };
    });
  });
const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 10 });

/** What the table holds: a later row with the same first sample replaces the earlier one. */
function store(table: Map<number, EncodedBlock>, blocks: readonly EncodedBlock[]): void {
  for (const block of blocks) table.set(block.t0Us, block);
}

function rowsOf(table: Map<number, EncodedBlock>): Row[] {
  return [...table.values()].flatMap(({ encoded }) => {
    const { n, tUs, channels } = unpackBlock(deflateSync(encoded), ENCODINGS);
    return Array.from({ length: n }, (_, i) => ({
      tUs: tUs[i]!,
      count: channels[0]![i]!,
      float: channels[1]![i]!,
    }));
  });
}

describe('blocks of samples', () => {
  test('hold every sample once, in order, each block within one cell of the clock', () => {
    fc.assert(
      fc.property(recording, (rows) => {
        const blocks = new SampleBlocks(ENCODINGS, 0, null);
        const table = new Map<number, EncodedBlock>();
        blocks.append(blockOf(rows));
        store(table, blocks.take());
        expect(rowsOf(table)).toEqual(rows);
        let before = 0;
        for (const { t0Us, lastUs, firstSample, n } of table.values()) {
          expect(Math.floor(t0Us / BLOCK_US)).toBe(Math.floor(lastUs / BLOCK_US));
          expect(firstSample).toBe(before);
          before += n;
        }
      }),
    );
  });

  test('are the same bytes however the samples come, whenever they are stored and whenever it starts again', () => {
    fc.assert(
      fc.property(
        recording,
        cuts,
        fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
        (rows, sizes, restarts) => {
          const whole = new SampleBlocks(ENCODINGS, 0, null);
          whole.append(blockOf(rows));
          const expected = new Map<number, EncodedBlock>();
          store(expected, whole.take());

          const table = new Map<number, EncodedBlock>();
          let blocks = new SampleBlocks(ENCODINGS, 0, null);
          for (let at = 0, i = 0; at < rows.length; i++) {
            const size = sizes[i % sizes.length]!;
            blocks.append(blockOf(rows.slice(at, at + size)));
            at = Math.min(rows.length, at + size);
            if (i % 2 === 0) store(table, blocks.take());
            if (i % 2 === 0 && restarts[i % restarts.length]) {
              const open = [...table.values()].at(-1)!;
              blocks = new SampleBlocks(ENCODINGS, at, unpackBlock(deflateSync(open.encoded), ENCODINGS));
            }
          }
          store(table, blocks.take());
          expect([...table.values()]).toEqual([...expected.values()]);
        },
      ),
    );
  });

  test('are not stored again while nothing came', () => {
    const blocks = new SampleBlocks(ENCODINGS, 0, null);
    blocks.append(blockOf([{ tUs: EPOCH_US, count: 1, float: 0 }]));
    expect(blocks.take()).toHaveLength(1);
    expect(blocks.take()).toEqual([]);
  });

  test('of a very fast source are cut before the codec refuses them', () => {
    const rows = Array.from({ length: 70_000 }, (_, i) => ({
      tUs: EPOCH_US + i * 100,
      count: i % 7,
      float: 0,
    }));
    const blocks = new SampleBlocks(ENCODINGS, 0, null);
    blocks.append(blockOf(rows));
    const stored = blocks.take();
    expect(stored.map(({ n }) => n)).toEqual([50_000, 20_000]);
    expect(unpackBlock(deflateSync(stored[1]!.encoded), ENCODINGS).n).toBe(20_000);
  });

  test('of a quiet sensor cost about a byte a channel', () => {
    const rows = Array.from({ length: 1000 }, (_, i) => ({
      tUs: EPOCH_US + i * 10_000,
      count: i % 4,
      float: 0,
    }));
    expect(packBlock(blockOf(rows), ENCODINGS).length).toBeLessThan(200);
  });
});
