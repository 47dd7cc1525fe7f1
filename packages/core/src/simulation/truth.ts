export type TruePosture = 'sitting' | 'standing' | 'walking' | 'lying';

/** Half-open `[startS, endS)`, seconds since the start of the day. */
export interface TrueBout {
  readonly startS: number;
  readonly endS: number;
  readonly posture: TruePosture;
}

export interface TrueRotation {
  readonly startS: number;
  readonly peakS: number;
  readonly endS: number;
  /**
   * `rotation` goes out and back; `turn` stays; `gait` is a turn of the way; `side_bend` leaves the heading alone
   * and looks like a rotation about the vertical because the pelvis is tipped.
   */
  readonly kind: 'rotation' | 'turn' | 'gait' | 'side_bend';
  /** About the vertical, left positive. */
  readonly peakDeg: number;
  readonly context: TruePosture;
}

export interface TrueEvent {
  readonly startS: number;
  readonly endS: number;
  readonly kind: 'shift' | 'fidget' | 'bend' | 'sit_down' | 'stand_up';
}

/** What really happened, exactly; in order of time. */
export interface WorkdayTruth {
  readonly durationS: number;
  readonly bouts: readonly TrueBout[];
  readonly rotations: readonly TrueRotation[];
  readonly events: readonly TrueEvent[];
}

/** Neighbouring bouts of one posture become one. */
export function mergeBouts(bouts: readonly TrueBout[]): TrueBout[] {
  const merged: TrueBout[] = [];
  for (const bout of bouts) {
    const last = merged.at(-1);
    if (last?.posture === bout.posture) merged[merged.length - 1] = { ...last, endS: bout.endS };
    else if (bout.endS > bout.startS) merged.push(bout);
  }
  return merged;
}

/** The posture that fills most of each second. */
export function posturePerSecond(truth: WorkdayTruth): TruePosture[] {
  const seconds: TruePosture[] = [];
  let at = 0;
  for (let second = 0; second < Math.floor(truth.durationS); second++) {
    while (truth.bouts[at]!.endS <= second) at++;
    seconds.push(longestWithin(truth.bouts, at, second));
  }
  return seconds;
}

function longestWithin(bouts: readonly TrueBout[], from: number, second: number): TruePosture {
  const shares = new Map<TruePosture, number>();
  for (let i = from; i < bouts.length && bouts[i]!.startS < second + 1; i++) {
    const { startS, endS, posture } = bouts[i]!;
    const share = Math.min(endS, second + 1) - Math.max(startS, second);
    shares.set(posture, (shares.get(posture) ?? 0) + share);
  }
  return [...shares].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

/** Bouts on the feet between two sitting bouts. */
export function breaksOf(truth: WorkdayTruth): TrueBout[] {
  const sitting = truth.bouts.filter((bout) => bout.posture === 'sitting');
  return sitting.slice(1).map((bout, i) => ({
    startS: sitting[i]!.endS,
    endS: bout.startS,
    posture: 'standing',
  }));
}
