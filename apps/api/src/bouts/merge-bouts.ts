import type { Bout } from '@plumbline/core';

/**
 * One line of bouts out of several sessions', oldest session first. Where two sessions tell of the same time (a
 * recording played twice, a sensor put on again), the later one is right. Sorted, without overlaps.
 */
export function mergeBouts(sessions: readonly (readonly Bout[])[]): Bout[] {
  return sessions.reduce<Bout[]>((merged, bouts) => overlay(merged, bouts), []);
}

function overlay(below: readonly Bout[], above: readonly Bout[]): Bout[] {
  if (below.length === 0 || above.length === 0) return [...below, ...above];
  const startUs = above[0]!.startUs;
  const endUs = above.at(-1)!.endUs;
  const before = below.filter((b) => b.startUs < startUs).map((b) => ({ ...b, ...cutEnd(b, startUs) }));
  const after = below
    .filter((b) => b.endUs > endUs)
    .map((b) => ({ ...b, startUs: Math.max(b.startUs, endUs) }));
  return [...before, ...above, ...after];
}

/** A bout that another session cuts short does not go on. */
function cutEnd(bout: Bout, endUs: number): Pick<Bout, 'endUs' | 'open'> {
  return bout.endUs <= endUs ? bout : { endUs, open: false };
}
