import { ringIndex } from '../signal/ring-index.ts';
import { GRID_HZ } from './uniform-grid.ts';
import type { AccRings, FastestMoment } from './vertical-motion.ts';

/**
 * A door: a moment through which a wearer can have sat down or stood up. Either a silence, in which it may have
 * gone unseen, or the fastest vertical moment of a second. What tells is the vertical velocity on both sides:
 * somebody who sits down is still falling after it, somebody who stands up is already rising before it.
 */
export interface Door {
  /** Length of the silence, s; 0 for a moment that was seen. */
  readonly silenceS: number;
  /** Vertical velocity when it begins and when it ends, m/s, up positive. */
  readonly beforeMps: number;
  readonly afterMps: number;
  /** Fastest vertical velocity of the second, m/s. */
  readonly peakMps: number;
}

/** Nobody sits down or gets up within shorter silences: what they do shows before and after. */
const SHORTEST_SILENCE = 0.6 * GRID_HZ;
/** The length of longer ones and what was before them no longer matters. */
const LONGEST_SILENCE = 5 * GRID_HZ;
export const LONGEST_SILENCE_S = LONGEST_SILENCE / GRID_HZ;
/** Velocity is what was gained over this many cells ... */
const IMPULSE_CELLS = GRID_HZ;
/** ... against the length of gravity from here ... */
const BASE_FROM = 1.5 * GRID_HZ;
/** ... to here. */
const BASE_TO = 3 * GRID_HZ;
/** A moment that was seen is looked at as if it had been a silence of this many cells to either side. */
const HALF_MOMENT = 12;

/** The door of the second that begins with cell `first`. */
export function doorOf(first: number, acc: AccRings, fastest: FastestMoment): Door {
  const peakMps = Number.isNaN(fastest.velocityMps) ? 0 : fastest.velocityMps;
  const silence = silenceEndingIn(first, acc);
  if (!silence) {
    const beforeMps = impulse(acc, fastest.cell - HALF_MOMENT - 1, -1);
    return { silenceS: 0, beforeMps, afterMps: -impulse(acc, fastest.cell + HALF_MOMENT + 1, 1), peakMps };
  }
  const cells = silence.to - silence.from;
  const beforeMps = cells < LONGEST_SILENCE ? impulse(acc, silence.from - 1, -1) : 0;
  return { silenceS: cells / GRID_HZ, beforeMps, afterMps: -impulse(acc, silence.to, 1), peakMps };
}

function silenceEndingIn(first: number, acc: AccRings): { from: number; to: number } | null {
  for (let to = first; to < first + GRID_HZ; to++) {
    if (isSilent(acc, to) || !isSilent(acc, to - 1)) continue;
    let from = to - 1;
    while (to - from < LONGEST_SILENCE && isSilent(acc, from - 1)) from--;
    if (to - from >= SHORTEST_SILENCE) return { from, to };
  }
  return null;
}

export function isSilent({ x }: AccRings, index: number): boolean {
  return Number.isNaN(x.at(index));
}

/** Velocity gained over the second from `edge` outwards; lengths of acceleration, so tilt does not enter. */
function impulse({ x, y, z }: AccRings, edge: number, step: 1 | -1): number {
  let near = 0;
  let nearCells = 0;
  let base = 0;
  let baseCells = 0;
  const length = x.values.length;
  let at = ringIndex(edge - step, length);
  for (let k = 0; k < BASE_TO; k++) {
    at = (at + step + length) % length;
    const size = Math.sqrt(x.values[at]! ** 2 + y.values[at]! ** 2 + z.values[at]! ** 2);
    if (Number.isNaN(size)) continue;
    if (k < IMPULSE_CELLS) {
      near += size;
      nearCells++;
    } else if (k >= BASE_FROM) {
      base += size;
      baseCells++;
    }
  }
  return nearCells > 0 && baseCells > 0 ? (near - (nearCells * base) / baseCells) / GRID_HZ : 0;
}
