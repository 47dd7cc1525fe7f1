export interface Span {
  readonly startUs: number;
  readonly endUs: number;
}

export interface PlainBout extends Span {
  readonly state: string;
}

/** A stretch of time in which two analyses tell another posture; null where one has no bout. */
export interface ChangedStretch extends Span {
  readonly before: string | null;
  readonly after: string | null;
}

export interface BoutsComparison {
  readonly before: number;
  readonly after: number;
  /** Bouts with the same posture from and to the same time. */
  readonly same: number;
  /** Of the time that is in both, the longest first. */
  readonly changed: readonly ChangedStretch[];
}

/** Bouts in order of time; stretches of the time that is in `both`, the rest was not told by one of them. */
export function compareBouts(
  before: readonly PlainBout[],
  after: readonly PlainBout[],
  both: Span,
): BoutsComparison {
  const key = ({ startUs, endUs, state }: PlainBout): string => `${startUs} ${endUs} ${state}`;
  const known = new Set(before.map(key));
  const changed = stretches(within(before, both), within(after, both)).filter(
    (stretch) => stretch.before !== stretch.after,
  );
  return {
    before: before.length,
    after: after.length,
    same: after.filter((bout) => known.has(key(bout))).length,
    changed: changed.sort((a, b) => b.endUs - b.startUs - (a.endUs - a.startUs) || a.startUs - b.startUs),
  };
}

function within(bouts: readonly PlainBout[], { startUs, endUs }: Span): PlainBout[] {
  return bouts
    .map((bout) => ({
      ...bout,
      startUs: Math.max(bout.startUs, startUs),
      endUs: Math.min(bout.endUs, endUs),
    }))
    .filter((bout) => bout.startUs < bout.endUs);
}

/** All of the time of either, cut wherever one of them changes. */
function stretches(before: readonly PlainBout[], after: readonly PlainBout[]): ChangedStretch[] {
  const edges = new Set([...before, ...after].flatMap(({ startUs, endUs }) => [startUs, endUs]));
  const times = [...edges].sort((a, b) => a - b);
  const [old, now] = [cursor(before), cursor(after)];
  const found: ChangedStretch[] = [];
  for (let i = 1; i < times.length; i++) {
    const [startUs, endUs] = [times[i - 1]!, times[i]!];
    const stretch = { startUs, endUs, before: old(startUs), after: now(startUs) };
    const last = found.at(-1);
    if (last && last.before === stretch.before && last.after === stretch.after) {
      found[found.length - 1] = { ...last, endUs };
    } else found.push(stretch);
  }
  return found;
}

/** The posture at times that only grow. */
function cursor(bouts: readonly PlainBout[]): (tUs: number) => string | null {
  let i = 0;
  return (tUs) => {
    while (i < bouts.length && bouts[i]!.endUs <= tUs) i++;
    const bout = bouts[i];
    return bout && bout.startUs <= tUs ? bout.state : null;
  };
}
