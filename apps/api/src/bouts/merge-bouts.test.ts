import type { Bout, PostureState } from '@plumbline/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { believedSession, mergeBouts } from './merge-bouts.ts';

const bout = (startUs: number, endUs: number, state: PostureState = 'sitting', open = false): Bout => ({
  startUs,
  endUs,
  state,
  open,
});

const anySession = fc
  .array(
    fc.record({
      length: fc.integer({ min: 1, max: 20 }),
      state: fc.constantFrom<PostureState>('sitting', 'walking', 'unknown', 'not_worn'),
    }),
    { maxLength: 6 },
  )
  .chain((parts) => fc.record({ start: fc.nat(60), parts: fc.constant(parts) }))
  .map(({ start, parts }) => {
    let at = start;
    return parts.map(({ length, state }) => {
      at += length;
      return bout(at - length, at, state);
    });
  });

const stateAt = (bouts: readonly Bout[], tUs: number): string | null =>
  bouts.find(({ startUs, endUs }) => tUs >= startUs && tUs < endUs)?.state ?? null;
/** As the rule says it, moment by moment. */
function believedAt(sessions: readonly (readonly Bout[])[], tUs: number): string | null {
  const told = sessions.map((bouts) => stateAt(bouts, tUs)).filter((state) => state !== null);
  const known = told.filter((state) => state !== 'unknown' && state !== 'not_worn');
  const worn = told.filter((state) => state !== 'not_worn');
  return known.at(-1) ?? worn.at(-1) ?? told.at(-1) ?? null;
}
const LAST_US = 200;

describe('the bouts of several sessions', () => {
  test('one after the other are one line', () => {
    expect(mergeBouts([[bout(0, 10)], [bout(15, 20, 'walking')]])).toEqual([
      bout(0, 10),
      bout(15, 20, 'walking'),
    ]);
  });

  test('of one alone stay as they are', () => {
    fc.assert(
      fc.property(anySession, (only) => {
        expect(mergeBouts([only])).toEqual(only);
        expect(mergeBouts([[], only, []])).toEqual(only);
      }),
    );
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

  test('a sensor that lies on the desk hides nothing of the one that is worn', () => {
    const worn = [bout(0, 60), bout(60, 90, 'walking', true)];
    expect(mergeBouts([worn, [bout(10, 80, 'not_worn', true)]])).toEqual(worn);
    expect(mergeBouts([[bout(10, 80, 'not_worn', true)], worn])).toEqual(worn);
  });

  test('what a later session did not see is told by the one that saw it, and sitting on is one bout', () => {
    const later = [bout(10, 20), bout(20, 40, 'unknown'), bout(40, 50)];
    expect(mergeBouts([[bout(0, 60)], later])).toEqual([bout(0, 60)]);
    expect(mergeBouts([[bout(25, 35, 'walking')], later])).toEqual([
      ...[bout(10, 20), bout(20, 25, 'unknown'), bout(25, 35, 'walking'), bout(35, 40, 'unknown')],
      bout(40, 50),
    ]);
  });

  test('never overlap and say at every moment what the session does that is believed then', () => {
    fc.assert(
      fc.property(fc.array(anySession, { maxLength: 4 }), (sessions) => {
        const merged = mergeBouts(sessions);
        for (let i = 1; i < merged.length; i++) {
          expect(merged[i]!.startUs).toBeGreaterThanOrEqual(merged[i - 1]!.endUs);
        }
        for (const { startUs, endUs } of merged) expect(endUs).toBeGreaterThan(startUs);
        const sessionAt = believedSession(new Map(sessions.map((bouts, i) => [i, bouts])));
        for (let tUs = 0; tUs < LAST_US; tUs++) {
          expect(stateAt(merged, tUs)).toBe(believedAt(sessions, tUs));
          const session = sessionAt(tUs);
          expect(session === null ? null : stateAt(sessions[session]!, tUs)).toBe(stateAt(merged, tUs));
        }
      }),
    );
  });
});
