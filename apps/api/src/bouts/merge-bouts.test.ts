import type { Bout, PostureState } from '@plumbline/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeBouts } from './merge-bouts.ts';

const bout = (startUs: number, endUs: number, state: PostureState = 'sitting', open = false): Bout => ({
  startUs,
  endUs,
  state,
  open,
});

const session = fc
  .array(fc.integer({ min: 1, max: 20 }), { maxLength: 6 })
  .chain((lengths) => fc.record({ start: fc.nat(60), lengths: fc.constant(lengths) }))
  .map(({ start, lengths }) => {
    let at = start;
    return lengths.map((length) => {
      at += length;
      return bout(at - length, at);
    });
  });

describe('the bouts of several sessions', () => {
  test('one after the other are one line', () => {
    expect(mergeBouts([[bout(0, 10)], [bout(15, 20, 'walking')]])).toEqual([
      bout(0, 10),
      bout(15, 20, 'walking'),
    ]);
  });

  test('of the same time are those of the later session', () => {
    expect(
      mergeBouts([[bout(0, 10, 'sitting'), bout(10, 30, 'standing')], [bout(5, 20, 'walking')]]),
    ).toEqual([bout(0, 5, 'sitting'), bout(5, 20, 'walking'), bout(20, 30, 'standing')]);
  });

  test('a bout that a later session cuts does not go on', () => {
    expect(mergeBouts([[bout(0, 10, 'sitting', true)], [bout(8, 12, 'walking', true)]])).toEqual([
      bout(0, 8, 'sitting', false),
      bout(8, 12, 'walking', true),
    ]);
  });

  test('never overlap and hold the last session whole', () => {
    fc.assert(
      fc.property(fc.array(session, { maxLength: 4 }), (sessions) => {
        const merged = mergeBouts(sessions);
        for (let i = 1; i < merged.length; i++) {
          expect(merged[i]!.startUs).toBeGreaterThanOrEqual(merged[i - 1]!.endUs);
        }
        for (const one of sessions.at(-1) ?? []) expect(merged).toContainEqual(one);
        for (const { startUs, endUs } of merged) expect(endUs).toBeGreaterThan(startUs);
      }),
    );
  });
});
