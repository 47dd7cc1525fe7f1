import type { Bout, PostureState } from '@plumbline/core';

/** A sensor that lies on the desk, or does not know yet, leaves the word to one that does. */
const RANKS: Partial<Record<PostureState, number>> = { unknown: 1, not_worn: 2 };
const rankOf = (state: PostureState): number => RANKS[state] ?? 0;

/** A stretch of time in which one session is believed, with what it tells there. */
interface Piece {
  readonly startUs: number;
  readonly endUs: number;
  readonly session: number;
  readonly bout: Bout;
}

/**
 * One line of bouts out of several sessions', oldest session first. Where two sessions tell of the same time (two sensors
 * worn at once, a recording played twice, a sensor put on again), the one that knows the posture is believed, then the
 * one that is worn, then the later one. Sorted, without overlaps.
 */
export function mergeBouts(sessions: readonly (readonly Bout[])[]): Bout[] {
  return piecesOf(sessions.map((bouts, session) => [session, bouts])).reduce<Bout[]>(join, []);
}

/** Which of the sessions is believed at a moment; null: none of them tells of it. */
export function believedSession(
  sessions: ReadonlyMap<number, readonly Bout[]>,
): (tUs: number) => number | null {
  const pieces = piecesOf([...sessions].sort(([a], [b]) => a - b));
  return (tUs) => pieces.find(({ startUs, endUs }) => tUs >= startUs && tUs < endUs)?.session ?? null;
}

function piecesOf(sessions: readonly (readonly [number, readonly Bout[]])[]): Piece[] {
  return sessions.reduce<Piece[]>((below, [session, bouts]) => {
    const above = bouts.map((bout) => ({ startUs: bout.startUs, endUs: bout.endUs, session, bout }));
    return below.length === 0 ? above : overlay(below, above);
  }, []);
}

function overlay(below: readonly Piece[], above: readonly Piece[]): Piece[] {
  const edges = new Set([...below, ...above].flatMap(({ startUs, endUs }) => [startUs, endUs]));
  const inOrder = [...edges].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  inOrder.forEach((startUs, k) => {
    while (below[i] && below[i]!.endUs <= startUs) i++;
    while (above[j] && above[j]!.endUs <= startUs) j++;
    const told = believed(reaching(below[i], startUs), reaching(above[j], startUs));
    if (told !== null && k + 1 < inOrder.length) extend(pieces, { ...told, startUs, endUs: inOrder[k + 1]! });
  });
  return pieces;
}

const reaching = (piece: Piece | undefined, tUs: number): Piece | null =>
  piece && piece.startUs <= tUs ? piece : null;

function believed(below: Piece | null, above: Piece | null): Piece | null {
  if (below === null || above === null) return above ?? below;
  return rankOf(above.bout.state) <= rankOf(below.bout.state) ? above : below;
}

function extend(pieces: Piece[], piece: Piece): void {
  const last = pieces.at(-1);
  if (last?.bout === piece.bout && last.endUs === piece.startUs) {
    pieces[pieces.length - 1] = { ...last, endUs: piece.endUs };
  } else pieces.push(piece);
}

/** Whoever sits goes on sitting where another session takes over. A bout that another session cuts does not go on. */
function join(
  bouts: Bout[],
  { bout, session, startUs, endUs }: Piece,
  i: number,
  pieces: readonly Piece[],
): Bout[] {
  const last = bouts.at(-1);
  const open = bout.open && endUs === bout.endUs;
  const handedOver = i > 0 && pieces[i - 1]!.session !== session;
  if (handedOver && last?.state === bout.state && last.endUs === startUs) {
    bouts[bouts.length - 1] = { ...last, endUs, open };
  } else bouts.push({ ...bout, startUs, endUs, open });
  return bouts;
}
