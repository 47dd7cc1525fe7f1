import { Injectable } from '@nestjs/common';
import {
  type Bout,
  CALENDAR_PARAMS,
  type Calendar,
  type CalendarParams,
  createCalendar,
  DAY_PARAMS,
  DayCollector,
  type DaySummary,
  type LocalDay,
  MinuteCollector,
  type MinuteSummary,
  type SummaryParams,
} from '@plumbline/core';
import { boutsOfDay } from '../bouts/bouts.repository.ts';
import type { Queries } from '../database/database.ts';
import { type DayZones, dayIn } from './day-bounds.ts';
import { DayRowsRepository } from './day-rows.repository.ts';
import { kindOf } from './summary-algorithm.ts';

export interface DayOfWearer {
  readonly summary: DaySummary;
  readonly minutes: readonly MinuteSummary[];
  readonly bouts: readonly Bout[];
}

/** Others than the shipped ones. */
export interface DayParameters {
  readonly day?: SummaryParams;
  readonly calendar?: CalendarParams;
}

/** Lets core summarise what is stored of a day. */
@Injectable()
export class DaySummariser {
  protected readonly dayParams: SummaryParams = DAY_PARAMS;
  readonly #rows: DayRowsRepository;

  constructor(rows: DayRowsRepository) {
    this.#rows = rows;
  }

  /** Null: nothing is stored of it. */
  async summarise(
    queries: Queries,
    wearerId: number,
    date: string,
    zones: DayZones,
    declared = CALENDAR_PARAMS.declared,
    { day: dayParams = this.dayParams, calendar: shipped = CALENDAR_PARAMS }: DayParameters = {},
  ): Promise<DayOfWearer | null> {
    const params = { ...shipped, declared };
    const day = dayIn(zones, date, declared);
    const { startUs, endUs } = day;
    const span = [wearerId, startUs, endUs] as const;
    const days = new DayCollector(calendarWith(day, zones.timeZone, declared), dayParams, params);
    const minutes = new MinuteCollector();
    const algorithms = await this.#collect(queries, span, days, minutes);
    const bouts = await boutsOfDay(queries, ...span);
    const gyro = await this.#rows.gyro(queries, ...span);
    const flexionRangeDeg = await this.#rows.flexionRangeDeg(queries, ...span);
    const found = days.summaries({ bouts, ...gyro, flexionRangeDeg }).find((told) => told.day === day);
    if (found === undefined || algorithms.length === 0) return null;
    const summary = saidBy(found, await this.#rows.saidBy(queries, ...span, algorithms));
    return { summary, minutes: minutes.summaries(), bouts: bouts.filter((bout) => bout.endUs > startUs) };
  }

  /** Returns the numbers of the algorithms that said the seconds. */
  async #collect(
    queries: Queries,
    span: readonly [number, number, number],
    days: DayCollector,
    minutes: MinuteCollector,
  ): Promise<number[]> {
    const algorithms = new Set<number>();
    for await (const page of this.#rows.seconds(queries, ...span)) {
      for (const second of page) {
        days.add(second);
        minutes.add(second);
        algorithms.add(second.algorithm);
      }
    }
    for (const row of await this.#rows.load(queries, ...span)) {
      days.addLoad(row);
      minutes.addLoad(row);
    }
    for (const credit of await this.#rows.breaks(queries, ...span)) days.addBreak(credit);
    for (const event of await this.#rows.rotations(queries, ...span)) {
      days.addRotation(event);
      minutes.addRotation(event);
    }
    return [...algorithms];
  }
}

/** A calendar in which all of a day belongs to it, of whose midnights one may be that of another time zone. */
function calendarWith(day: LocalDay, timeZone: string, declared: CalendarParams['declared']): Calendar {
  const calendar = createCalendar(timeZone, declared);
  const dayOf = (tUs: number): LocalDay =>
    tUs >= day.startUs && tUs < day.endUs ? day : calendar.dayOf(tUs);
  return { ...calendar, dayOf };
}

/** Of the parameters of an earlier version nothing but its name is left. */
const NOT_KEPT = 'not kept';

/** What rests on rows of an earlier version, or of several, names them beside the one that made a number of them. */
function saidBy(summary: DaySummary, names: readonly string[]): DaySummary {
  const measures = summary.measures.map((measure) => {
    const kind = kindOf(measure.algorithm);
    const rows = names.filter((name) => kindOf(name) === kind && name !== measure.algorithm);
    const algorithm = [...rows, measure.algorithm].join(' and ');
    return rows.length === 0 ? measure : { ...measure, algorithm, parameterHash: NOT_KEPT };
  });
  return { ...summary, measures };
}
