import { isCounted, ROTATION_PARAMS } from '../measures/rotation/index.ts';
import {
  type LoadRow,
  POSTURE_STATES,
  type PostureSecond,
  type PostureState,
  type RotationEvent,
} from '../pipeline/outputs.ts';

const MINUTE_US = 60e6;

/** The minute `[tUs, tUs + 60 s)` of what was seen of it. */
export interface MinuteSummary {
  readonly tUs: number;
  /** Seconds of which there is a row, whatever it says. */
  readonly observedS: number;
  readonly stateS: Readonly<Record<PostureState, number>>;
  /** Over the seconds in which it is known, degrees; null where it never is. */
  readonly flexionMeanDeg: number | null;
  readonly flexionSdDeg: number | null;
  readonly sideBendMeanDeg: number | null;
  readonly activityMeanMps2: number | null;
  /** Rotations that count, by the minute of their peak. */
  readonly turnsLeft: number;
  readonly turnsRight: number;
  readonly holdingMaxS: number | null;
}

export type MinuteSecond = Pick<
  PostureSecond,
  'tUs' | 'state' | 'flexionDeg' | 'sideBendDeg' | 'activityMps2'
>;

class Sums {
  n = 0;
  #sum = 0;
  #squares = 0;

  add(value: number | null): void {
    if (value === null) return;
    this.n++;
    this.#sum += value;
    this.#squares += value * value;
  }

  get mean(): number | null {
    return this.n > 0 ? this.#sum / this.n : null;
  }

  /** Of the minute itself and not of a population it is drawn from. */
  get sd(): number | null {
    const mean = this.mean;
    return mean === null ? null : Math.sqrt(Math.max(0, this.#squares / this.n - mean * mean));
  }
}

class Minute {
  readonly flexion = new Sums();
  readonly sideBend = new Sums();
  readonly activity = new Sums();
  readonly stateS = Object.fromEntries(POSTURE_STATES.map((state) => [state, 0])) as Record<
    PostureState,
    number
  >;
  turnsLeft = 0;
  turnsRight = 0;
  holdingMaxS: number | null = null;
}

/** Gathers what a pipeline says, each row in its last revision, into minutes of the UTC clock. */
export class MinuteCollector {
  readonly #minutes = new Map<number, Minute>();

  add(second: MinuteSecond): void {
    const minute = this.#at(second.tUs);
    minute.stateS[second.state]++;
    minute.flexion.add(second.flexionDeg);
    minute.sideBend.add(second.sideBendDeg);
    minute.activity.add(second.activityMps2);
  }

  addRotation(event: RotationEvent): void {
    if (!isCounted(event, ROTATION_PARAMS)) return;
    const minute = this.#at(event.peakUs);
    if (event.peakDeg > 0) minute.turnsLeft++;
    else minute.turnsRight++;
  }

  addLoad({ tUs, holdingS }: Pick<LoadRow, 'tUs' | 'holdingS'>): void {
    // A row at a full minute tells of the seconds before it.
    const minute = this.#at(tUs - 1);
    minute.holdingMaxS = Math.max(minute.holdingMaxS ?? 0, holdingS);
  }

  /** In order of time; minutes of which nothing is known are not there. */
  summaries(): MinuteSummary[] {
    return [...this.#minutes].sort(([a], [b]) => a - b).map(([tUs, minute]) => toSummary(tUs, minute));
  }

  #at(tUs: number): Minute {
    const start = Math.floor(tUs / MINUTE_US) * MINUTE_US;
    let minute = this.#minutes.get(start);
    if (minute === undefined) {
      minute = new Minute();
      this.#minutes.set(start, minute);
    }
    return minute;
  }
}

function toSummary(tUs: number, { flexion, sideBend, activity, ...minute }: Minute): MinuteSummary {
  return {
    tUs,
    observedS: activity.n,
    stateS: minute.stateS,
    flexionMeanDeg: flexion.mean,
    flexionSdDeg: flexion.sd,
    sideBendMeanDeg: sideBend.mean,
    activityMeanMps2: activity.mean,
    turnsLeft: minute.turnsLeft,
    turnsRight: minute.turnsRight,
    holdingMaxS: minute.holdingMaxS,
  };
}
