import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bout, PostureState } from '../pipeline/outputs.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import { applyBoutRevision, BoutBuilder } from './bouts.ts';
import { POSTURE_PARAMS } from './posture.params.ts';

type Part = readonly [state: PostureState | 'gap', seconds: number];

function seconds(parts: readonly Part[]): [number, PostureState][] {
  const out: [number, PostureState][] = [];
  let t = 0;
  for (const [state, n] of parts) {
    for (let k = 0; k < n; k++, t++) if (state !== 'gap') out.push([t * 1e6, state]);
  }
  return out;
}

/** Bouts as `[state, length]`; drains after every `every` seconds. */
function build(parts: readonly Part[], every = 7, freeze = false): Bout[] {
  let builder = new BoutBuilder(POSTURE_PARAMS);
  let bouts: Bout[] = [];
  seconds(parts).forEach(([tUs, state], i) => {
    builder.decided(tUs, state);
    if (i % every !== 0) return;
    bouts = applyBoutRevision(bouts, builder.drain(false));
    if (!freeze) return;
    const frozen = JSON.stringify(builder.snapshot());
    builder = new BoutBuilder(POSTURE_PARAMS);
    builder.restore(JSON.parse(frozen) as Snapshot);
  });
  return applyBoutRevision(bouts, builder.drain(true));
}

function lengths(bouts: readonly Bout[]): [PostureState, number][] {
  return bouts.map((bout) => [bout.state, (bout.endUs - bout.startUs) / 1e6]);
}

describe('bouts', () => {
  it('follow each other', () => {
    expect(
      lengths(
        build([
          ['sitting', 60],
          ['standing', 10],
          ['walking', 20],
        ]),
      ),
    ).toEqual([
      ['sitting', 60],
      ['standing', 10],
      ['walking', 20],
    ]);
  });

  it('take in what is shorter than the minimum', () => {
    expect(
      lengths(
        build([
          ['sitting', 60],
          ['standing', 1],
          ['sitting', 60],
        ]),
      ),
    ).toEqual([['sitting', 121]]);
    expect(
      lengths(
        build([
          ['standing', 60],
          ['sitting', 4],
          ['standing', 60],
        ]),
      ),
    ).toEqual([['standing', 124]]);
    expect(
      lengths(
        build([
          ['standing', 60],
          ['sitting', 5],
          ['standing', 60],
        ]),
      ),
    ).toEqual([
      ['standing', 60],
      ['sitting', 5],
      ['standing', 60],
    ]);
  });

  it.each([
    ['standing', 2],
    ['walking', 2],
    ['lying', 2],
    ['running', 2],
    ['sitting', 5],
  ] as const)('of %s last %d s at least', (state, least) => {
    const other = state === 'standing' ? 'walking' : 'standing';
    const within = (length: number) =>
      lengths(build([[other, 60], ...[[state, length] as const], [other, 60]]));
    expect(within(least - 1)).toEqual([[other, 119 + least]]);
    expect(within(least)).toEqual([
      [other, 60],
      [state, least],
      [other, 60],
    ]);
  });

  it('go on over a loss of up to 60 s, and end at a longer one', () => {
    expect(
      lengths(
        build([
          ['sitting', 60],
          ['unknown', 60],
          ['sitting', 60],
        ]),
      ),
    ).toEqual([['sitting', 180]]);
    expect(
      lengths(
        build([
          ['sitting', 60],
          ['unknown', 61],
          ['sitting', 60],
        ]),
      ),
    ).toEqual([
      ['sitting', 60],
      ['unknown', 61],
      ['sitting', 60],
    ]);
    expect(
      lengths(
        build([
          ['sitting', 60],
          ['gap', 7200],
          ['sitting', 60],
        ]),
      ),
    ).toEqual([
      ['sitting', 60],
      ['unknown', 7200],
      ['sitting', 60],
    ]);
  });

  it('say unknown between two postures', () => {
    expect(
      lengths(
        build([
          ['sitting', 60],
          ['unknown', 20],
          ['walking', 60],
        ]),
      ),
    ).toEqual([
      ['sitting', 60],
      ['unknown', 20],
      ['walking', 60],
    ]);
  });

  it('say unknown from the first loss to the posture that is known again, whatever flickers between', () => {
    const flickering: Part[] = [
      ['sitting', 60],
      ['unknown', 20],
      ['standing', 1],
      ['unknown', 30],
    ];
    expect(lengths(build([...flickering, ['walking', 60]]))).toEqual([
      ['sitting', 60],
      ['unknown', 51],
      ['walking', 60],
    ]);
    expect(lengths(build([...flickering, ['walking', 1]]))).toEqual([
      ['sitting', 60],
      ['unknown', 52],
    ]);
  });

  it('tell what changed before a snapshot after it', () => {
    const first = new BoutBuilder(POSTURE_PARAMS);
    for (const [tUs, state] of seconds([['sitting', 60]])) first.decided(tUs, state);
    const second = new BoutBuilder(POSTURE_PARAMS);
    second.restore(JSON.parse(JSON.stringify(first.snapshot())) as Snapshot);
    expect(second.drain(false)).toEqual(first.drain(false));
    expect(first.drain(false)).toEqual({ fromUs: null, bouts: [] });
  });

  it('end open while the recording goes on', () => {
    const builder = new BoutBuilder(POSTURE_PARAMS);
    for (const [tUs, state] of seconds([['sitting', 60]])) builder.decided(tUs, state);
    expect(builder.drain(false).bouts).toMatchObject([{ state: 'sitting', open: true }]);
    expect(builder.drain(true).bouts).toMatchObject([{ state: 'sitting', open: false }]);
  });

  it('show at once what is not decided yet, and replace it', () => {
    const builder = new BoutBuilder(POSTURE_PARAMS);
    for (const [tUs, state] of seconds([['standing', 30]])) builder.provisional(tUs, state);
    let bouts = applyBoutRevision([], builder.drain(false));
    expect(lengths(bouts)).toEqual([['standing', 30]]);
    for (const [tUs, state] of seconds([['sitting', 20]])) builder.decided(tUs, state);
    bouts = applyBoutRevision(bouts, builder.drain(false));
    expect(lengths(bouts)).toEqual([
      ['sitting', 20],
      ['standing', 10],
    ]);
  });
});

describe('properties', () => {
  const part = fc.tuple(
    fc.constantFrom<PostureState | 'gap'>('sitting', 'standing', 'walking', 'lying', 'unknown', 'gap'),
    fc.integer({ min: 1, max: 90 }),
  );
  const day = fc.array(part, { minLength: 1, maxLength: 25 }).filter((parts) => seconds(parts).length > 0);

  it('the folded revisions do not depend on when they were taken', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 40 }), fc.boolean(), (parts, every, freeze) => {
        expect(build(parts, every, freeze)).toEqual(build(parts, 1e9));
      }),
    );
  });

  it('bouts cover the time without holes or overlaps, and neighbours differ', () => {
    fc.assert(
      fc.property(day, (parts) => {
        const bouts = build(parts);
        const told = seconds(parts);
        expect(bouts[0]!.startUs).toBe(told[0]![0]);
        expect(bouts.at(-1)!.endUs).toBe(told.at(-1)![0] + 1e6);
        for (let i = 1; i < bouts.length; i++) {
          expect(bouts[i]!.startUs).toBe(bouts[i - 1]!.endUs);
          expect(bouts[i]!.state).not.toBe(bouts[i - 1]!.state);
        }
      }),
    );
  });
});
