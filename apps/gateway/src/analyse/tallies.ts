import {
  type Bout,
  type BreakCredit,
  type Calendar,
  DayCollector,
  type LoadRow,
  LoadTally,
  type MountingEvent,
  type NudgeRow,
  type PostureSecond,
  type RotationEvent,
  StateSeconds,
  TrunkExposure,
} from '@plumbline/core';
import type { AnalysisParameters } from './parameters.ts';
import { Trace } from './trace.ts';

/** What a report draws besides bouts and rotations. */
export interface Traces {
  /** Trunk flexion, deg; the unsigned tilt where forward is not known. */
  readonly flexion: Trace;
  readonly tilt: Trace;
  /** Share of the expected samples that arrived. */
  readonly samples: Trace;
  readonly creep: Trace;
  readonly unbrokenMin: Trace;
  readonly movements: Trace;
}

/** What an analysis keeps of everything that the pipeline says: sums, events and traces, not rows. */
export class Tallies {
  readonly counts = new StateSeconds();
  readonly load: LoadTally;
  readonly exposure = new TrunkExposure();
  readonly days: DayCollector;
  /** All of them: a day has a few hundred. */
  readonly rotations: RotationEvent[] = [];
  readonly breaks: BreakCredit[] = [];
  readonly nudges: NudgeRow[] = [];
  /** Seconds for which each reason kept a suggestion back. */
  readonly heldBackS = new Map<string, number>();
  readonly traces: Traces;
  /** By the time of their warning, which a later event of the same suspicion revises. */
  readonly mountingEvents = new Map<number, MountingEvent>();
  bouts: readonly Bout[] = [];
  /** Seconds of samples while the clip was worn, whether or not posture is known. */
  sampledS = 0;
  readonly #rowS: number;
  #reason: string | null = null;
  #nextNudge = 0;

  constructor(calendar: Calendar, parameters: AnalysisParameters) {
    this.#rowS = parameters.load.rowS;
    this.load = new LoadTally(parameters.load);
    this.days = new DayCollector(calendar, parameters, parameters.calendar);
    const [each, row] = [1, this.#rowS];
    this.traces = {
      flexion: new Trace(each),
      tilt: new Trace(each),
      samples: new Trace(each),
      creep: new Trace(row),
      unbrokenMin: new Trace(row),
      movements: new Trace(row),
    };
  }

  /** A second that will not be revised any more. */
  second(second: PostureSecond): void {
    this.counts.add(second.state);
    this.exposure.add(second);
    this.days.add(second);
    if (second.state !== 'not_worn') this.sampledS += second.coverage;
    this.traces.flexion.add(second.tUs, second.flexionDeg);
    this.traces.tilt.add(second.tUs, second.tiltDeg);
    this.traces.samples.add(second.tUs, second.coverage);
  }

  rotation(event: RotationEvent): void {
    this.rotations.push(event);
    this.days.addRotation(event);
  }

  credit(credit: BreakCredit): void {
    this.breaks.push(credit);
    this.load.addBreak(credit);
    this.days.addBreak(credit);
  }

  moved(event: MountingEvent): void {
    this.mountingEvents.set(event.warnedAtUs, event);
  }

  suggestions(rows: readonly NudgeRow[]): void {
    this.nudges.push(...rows);
  }

  /** After the suggestions of the same stretch. */
  loadRow(row: LoadRow): void {
    this.load.add(row);
    this.days.addLoad(row);
    this.traces.creep.add(row.tUs, row.creep);
    this.traces.unbrokenMin.add(row.tUs, (row.unbrokenS ?? 0) / 60);
    if (row.shifts15min !== null && row.fidgets15min !== null) {
      this.traces.movements.add(row.tUs, row.shifts15min + row.fidgets15min);
    }
    this.#holdBack(row.tUs);
  }

  #holdBack(tUs: number): void {
    while (this.#nextNudge < this.nudges.length && this.nudges[this.#nextNudge]!.tUs <= tUs) {
      this.#reason = this.nudges[this.#nextNudge++]!.reason;
    }
    if (this.#reason === null) return;
    this.heldBackS.set(this.#reason, (this.heldBackS.get(this.#reason) ?? 0) + this.#rowS);
  }
}
