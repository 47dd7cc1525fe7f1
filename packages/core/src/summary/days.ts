import type { Bout, BreakCredit, LoadRow, PostureSecond, RotationEvent } from '../pipeline/outputs.ts';
import { CALENDAR_PARAMS, type CalendarParams } from './calendar.params.ts';
import {
  DAY_PARAMS,
  type Span,
  STATES_TOLD,
  StateSeconds,
  type SummaryParams,
  summariseCounts,
} from './day.ts';
import { LoadTally } from './load.ts';
import type { Calendar, LocalDay } from './local-days.ts';
import type { Measure } from './measure.ts';
import { summariseRotation } from './rotation.ts';

/** A day of the wearer with its measures, and whether it says enough to be counted in a week. */
export interface DaySummary {
  readonly day: LocalDay;
  readonly lengthH: number;
  /** Minutes with a known posture: of the day, and of its declared hours. */
  readonly wornMin: number;
  readonly declaredWornMin: number;
  readonly walkingMin: number;
  readonly valid: boolean;
  /** Why it is not valid, one sentence each. */
  readonly reasons: readonly string[];
  readonly measures: readonly Measure[];
}

export interface DaysContext {
  /** All bouts of the recording, or of a day and the one before it: those across midnight belong to where they begin. */
  readonly bouts: readonly Bout[];
  readonly hasGyro: boolean;
  /** See {@link RotationSummaryInput}. */
  readonly isGyroAgainst?: boolean;
  readonly flexionRangeDeg: number | null;
}

interface DayTally {
  readonly day: LocalDay;
  /** Declared hours that reach into the day: its own, and those of the day before that go over midnight. */
  readonly declared: readonly Span[];
  readonly counts: StateSeconds;
  readonly load: LoadTally;
  readonly rotations: RotationEvent[];
  declaredS: number;
  /** Seconds of samples while the clip was worn, whether or not posture is known. */
  sampledS: number;
}

const S_PER_MIN = 60;
const US_PER_S = 1e6;
const US_PER_H = 3600e6;
const KNOWN: ReadonlySet<string> = new Set(STATES_TOLD);

/**
 * Sorts what a pipeline says into the days of the wearer's calendar. Sums of time are split at midnight; a bout and the
 * credit of a break belong to the day on which they begin, a rotation to that of its peak, and a break of sitting to that
 * on which sitting resumes.
 */
export class DayCollector {
  readonly #calendar: Calendar;
  readonly #summary: SummaryParams;
  readonly #params: CalendarParams;
  readonly #days = new Map<number, DayTally>();

  constructor(
    calendar: Calendar,
    summary: SummaryParams = DAY_PARAMS,
    params: CalendarParams = CALENDAR_PARAMS,
  ) {
    this.#calendar = calendar;
    this.#summary = summary;
    this.#params = params;
  }

  /** A second in its last revision. */
  add({ tUs, state, coverage }: Pick<PostureSecond, 'tUs' | 'state' | 'coverage'>): void {
    const tally = this.#at(tUs);
    tally.counts.add(state);
    if (state !== 'not_worn') tally.sampledS += coverage;
    if (KNOWN.has(state) && tally.declared.some((span) => within(tUs, span))) tally.declaredS++;
  }

  addLoad(row: LoadRow): void {
    // A row at midnight tells of the seconds before it.
    this.#at(row.tUs - 1).load.add(row);
  }

  addBreak(credit: BreakCredit): void {
    this.#at(credit.startUs).load.addBreak(credit);
  }

  addRotation(event: RotationEvent): void {
    this.#at(event.peakUs).rotations.push(event);
  }

  /** In order of time; days without any data are not there. */
  summaries(context: DaysContext): DaySummary[] {
    const tallies = [...this.#days.values()].sort((a, b) => a.day.startUs - b.day.startUs);
    return tallies.map((tally) => this.#summarise(tally, context));
  }

  #at(tUs: number): DayTally {
    const day = this.#calendar.dayOf(tUs);
    const known = this.#days.get(day.startUs);
    if (known) return known;
    const declared = [this.#calendar.dayOf(day.startUs - 1).declared, day.declared];
    const load = new LoadTally(this.#summary.load);
    const tally = {
      day,
      declared,
      counts: new StateSeconds(),
      load,
      rotations: [],
      declaredS: 0,
      sampledS: 0,
    };
    this.#days.set(day.startUs, tally);
    return tally;
  }

  #summarise(tally: DayTally, context: DaysContext): DaySummary {
    const { day, counts, declaredS } = tally;
    const wornMin = STATES_TOLD.reduce((sum, state) => sum + counts.minutes(state), 0);
    const walkingMin = counts.minutes('walking');
    const declaredWornMin = declaredS / S_PER_MIN;
    const reasons = this.#reasons(declaredWornMin, walkingMin);
    return {
      day,
      lengthH: (day.endUs - day.startUs) / US_PER_H,
      wornMin,
      declaredWornMin,
      walkingMin,
      valid: reasons.length === 0,
      reasons,
      measures: this.#measures(tally, context),
    };
  }

  #reasons(declaredWornMin: number, walkingMin: number): string[] {
    const { minWornMin, minWalkingMin } = this.#params;
    const reasons: string[] = [];
    if (declaredWornMin < minWornMin) {
      reasons.push(
        `${Math.floor(declaredWornMin)} min known within the declared hours, ${minWornMin} are needed`,
      );
    }
    if (walkingMin < minWalkingMin) {
      reasons.push(`${Math.floor(walkingMin)} min of walking, ${minWalkingMin} are needed`);
    }
    return reasons;
  }

  #measures(
    { day, counts, load, rotations, sampledS }: DayTally,
    { bouts, flexionRangeDeg, ...gyro }: DaysContext,
  ): Measure[] {
    const spanS = (day.endUs - day.startUs) / US_PER_S;
    // Rotations need a gyroscope on the body, not a known posture.
    const coverage = Math.min(1, sampledS / spanS);
    return [
      ...summariseCounts(counts, bouts, day, this.#summary),
      ...summariseRotation({ events: rotations, span: day, ...gyro, coverage }, this.#summary.rotation),
      ...load.measures(spanS, flexionRangeDeg),
    ];
  }
}

function within(tUs: number, { startUs, endUs }: Span): boolean {
  return tUs >= startUs && tUs < endUs;
}
