import type { ScoredPerson } from '../posture/validation/posture-score.ts';
import { postureInterval, type TimedPosture } from '../summary/posture-intervals.ts';

const TIMED = ['sitting', 'standing', 'walking'] as const satisfies readonly TimedPosture[];

/** Seconds of a posture as they were, as told, and the 95 % interval that the summary tells with them. */
export interface TimeInInterval {
  readonly state: TimedPosture;
  readonly trueS: number;
  readonly toldS: number;
  readonly interval: readonly [number, number];
}

/** A person's times over the scored seconds with a stated posture; postures that are neither there nor told left out. */
export function timesInIntervals({ truth, said }: ScoredPerson): TimeInInterval[] {
  const real = { sitting: 0, standing: 0, walking: 0 };
  const told = { sitting: 0, standing: 0, walking: 0 };
  truth.forEach((posture, i) => {
    if (posture === null || said[i] === 'unknown') return;
    count(real, posture);
    count(told, said[i]!);
  });
  return TIMED.flatMap((state) => {
    const interval = postureInterval(told, state);
    if (!interval || real[state] + told[state] === 0) return [];
    return [{ state, trueS: real[state], toldS: told[state], interval }];
  });
}

function count(times: Record<TimedPosture, number>, state: string): void {
  if (state in times) times[state as TimedPosture]++;
}

/** Share of all these times that lie inside their interval; 0.95 is promised. */
export function shareInside(people: readonly ScoredPerson[]): number {
  const times = people.flatMap(timesInIntervals);
  const inside = times.filter(({ trueS, interval }) => trueS >= interval[0] && trueS <= interval[1]);
  return inside.length / times.length;
}
