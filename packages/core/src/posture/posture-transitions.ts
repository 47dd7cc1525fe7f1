import type { DecoderParams } from './decoder.params.ts';

/** Hidden states. Standing comes in two kinds: about to move again, and standing still for long. */
export const HIDDEN = { SIT: 0, STAND: 1, STILL: 2, WALK: 3, LIE: 4 } as const;
export const HIDDEN_STATES = 5;

const { SIT, STAND, STILL, WALK, LIE } = HIDDEN;
const MOST_LEAVING = 0.98;
const HALF = 0.5;

/** Chances at a second of sitting down, of getting up, and of moving again after standing still. */
export interface Ways {
  readonly down: number;
  readonly up: number;
  readonly moveAgain: number;
}

/** Chances from each hidden state (row) to each (column) at a second, into `out` (5 x 5). */
export function fillTransitions(params: DecoderParams, ways: Ways, out: Float64Array): void {
  for (let from = 0; from < HIDDEN_STATES; from++) {
    for (let to = 0; to < HIDDEN_STATES; to++) {
      out[from * HIDDEN_STATES + to] = from === to ? 0 : leave(params, ways, from, to);
    }
    keepRest(from * HIDDEN_STATES, from, out);
  }
}

/** Leaving for everything together never exceeds {@link MOST_LEAVING}; the rest stays. */
function keepRest(row: number, from: number, out: Float64Array): void {
  let leaving = 0;
  for (let to = 0; to < HIDDEN_STATES; to++) leaving += out[row + to]!;
  const scale = leaving > MOST_LEAVING ? MOST_LEAVING / leaving : 1;
  for (let to = 0; to < HIDDEN_STATES; to++) out[row + to] = out[row + to]! * scale;
  out[row + from] = 1 - leaving * scale;
}

function leave(p: DecoderParams, { down, up, moveAgain }: Ways, from: number, to: number): number {
  if (to === LIE) return p.lieDown;
  if (from === LIE) return to === STILL ? 0 : p.lieDown * (to === SIT ? 1 : HALF);
  const startWalking = Math.max(p.startWalking, up * HALF);
  const stopWalking = Math.max(p.startWalking, down);
  if (from === WALK) return to === STILL ? 0 : stopWalking * (to === SIT ? down : 1 - down);
  if (to === SIT) return down;
  if (from === SIT) return to === STILL ? 0 : up * (to === WALK ? HALF : 1);
  if (from === STAND) return to === WALK ? startWalking : p.standStill;
  return to === WALK ? startWalking * p.stillWalks : moveAgain;
}
