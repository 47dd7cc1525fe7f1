import { Injectable } from '@nestjs/common';
import type { Day, DayVersion, Minutes } from '@plumbline/contract';
import type { WearerRef } from '../access/identity.ts';
import type { Queries } from '../database/database.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { postureOf } from '../database/posture-codes.ts';
import { type DayRow, DaysRepository, type MinuteRow } from './days.repository.ts';
import { WearerCalendar } from './wearer-calendar.ts';

const CENTI = 100;
export const NO_DATA = 'No samples are stored of this day.';
const BEING_MADE = 'This day is being summarised; ask again in a moment.';

@Injectable()
export class DaysService {
  readonly #database: PeopleDatabase;
  readonly #repository: DaysRepository;
  readonly #calendar: WearerCalendar;

  constructor(database: PeopleDatabase, repository: DaysRepository, calendar: WearerCalendar) {
    this.#database = database;
    this.#repository = repository;
    this.#calendar = calendar;
  }

  /** A day without a summary says why. */
  day(actor: Actor, { id }: WearerRef, date: string): Promise<Day> {
    return this.#database.as(actor, async (queries) => {
      const [row] = await this.#repository.between(queries, id, date, date);
      return row === undefined ? this.#without(queries, id, date) : toDay(row);
    });
  }

  /** What the earlier versions told stays, so that old and new can be compared. */
  versions(actor: Actor, { id }: WearerRef, date: string): Promise<DayVersion[]> {
    return this.#database.as(actor, (queries) => this.#repository.versions(queries, id, date));
  }

  minutes(actor: Actor, { id }: WearerRef, date: string): Promise<Minutes> {
    return this.#database.as(actor, async (queries) => {
      const [day] = await this.#repository.between(queries, id, date, date);
      const rows = day === undefined ? [] : await this.#repository.minutes(queries, id, day);
      return toMinutes(date, rows);
    });
  }

  async #without(queries: Queries, wearerId: number, date: string): Promise<Day> {
    const due = await this.#repository.isDue(queries, wearerId, date);
    const { calendar, startUs, endUs } = await this.#calendar.on(queries, wearerId, date);
    return {
      ...{ date, timeZone: calendar.timeZone, startUs, endUs, complete: false, valid: false },
      reasons: [due ? BEING_MADE : NO_DATA],
      ...{ wornMin: 0, declaredWornMin: 0, measures: [], algorithm: null, computedUs: null },
    };
  }
}

export function toDay({ walkingMin: _, ...day }: DayRow): Day {
  return day;
}

/** Changes whenever the day is told anew. */
export function versionOf({ date, computedUs }: Day): string | null {
  return computedUs === null ? null : `${date}-${computedUs}`;
}

function toMinutes(date: string, rows: readonly MinuteRow[]): Minutes {
  const column = (pick: (row: MinuteRow) => number | null): (number | null)[] =>
    rows.map((row) => {
      const value = pick(row);
      return value === null ? null : value / CENTI;
    });
  return {
    date,
    tUs: rows.map(({ us }) => us),
    observedS: rows.map((row) => row.observed_s),
    state: rows.map(({ state_s }) => postureOf(state_s.indexOf(Math.max(...state_s)))),
    flexionDeg: column((row) => row.flexion_mean_cdeg),
    flexionSdDeg: column((row) => row.flexion_sd_cdeg),
    sideBendDeg: column((row) => row.side_bend_mean_cdeg),
    activityMps2: column((row) => row.activity_mean_cmps2),
    turnsLeft: rows.map((row) => row.turns_left),
    turnsRight: rows.map((row) => row.turns_right),
    holdingS: rows.map((row) => row.holding_max_s),
  };
}
