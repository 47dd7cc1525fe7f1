import { Injectable } from '@nestjs/common';
import type { Today } from '@plumbline/contract';
import type { Bout } from '@plumbline/core';
import type { WearerRef } from '../access/identity.ts';
import { boutsOfDay } from '../bouts/bouts.repository.ts';
import type { Queries } from '../database/database.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { WearerCalendar, type WearerClock } from '../days/wearer-calendar.ts';
import { nudgesOf } from '../nudges/day-nudges.ts';
import { NudgesRepository } from '../nudges/nudges.repository.ts';
import { DayRowsRepository } from '../summaries/day-rows.repository.ts';
import { TodayRepository } from './today.repository.ts';
import { balanceOf, type DaySoFar, loadNow, measuresSoFar, postureNow } from './today-view.ts';

/** A bout without news for this long is not going on any more: nobody knows what came after it. */
const STALE_US = 120_000_000;
const NOTHING_YET = 'No samples of today are stored yet.';

type DaySpan = readonly [wearerId: number, startUs: number, endUs: number];

@Injectable()
export class TodayService {
  readonly #database: PeopleDatabase;
  readonly #calendar: WearerCalendar;
  readonly #repository: TodayRepository;
  readonly #rows: DayRowsRepository;
  readonly #nudges: NudgesRepository;

  constructor(
    database: PeopleDatabase,
    calendar: WearerCalendar,
    repository: TodayRepository,
    rows: DayRowsRepository,
    nudges: NudgesRepository,
  ) {
    this.#database = database;
    this.#calendar = calendar;
    this.#repository = repository;
    this.#rows = rows;
    this.#nudges = nudges;
  }

  /** The wearer's day up to now. */
  today(actor: Actor, { id }: WearerRef, nowUs: number): Promise<Today> {
    return this.#database.as(actor, async (queries) => {
      const clock = await this.#calendar.of(queries, id);
      const span: DaySpan = [id, clock.calendar.dayOf(nowUs).startUs, nowUs];
      return this.#view(queries, clock, span, await this.#read(queries, span));
    });
  }

  async #view(
    queries: Queries,
    { calendar, nudge }: WearerClock,
    span: DaySpan,
    day: DaySoFar,
  ): Promise<Today> {
    const [, startUs, endUs] = span;
    const measures = measuresSoFar(day, { startUs, endUs });
    const heard = await this.#nudges.heard(queries, ...span);
    return {
      ...{ date: calendar.dayOf(endUs).date, timeZone: calendar.timeZone, startUs, endUs, measures },
      bouts: day.bouts.filter((bout) => bout.endUs > startUs),
      posture: postureNow(day.bouts, await this.#repository.lastProbability(queries, ...span)),
      breaks: [...day.breaks],
      load: loadNow(day.load.at(-1)),
      rotation: balanceOf(measures),
      nudge: nudgesOf(day.load, day.breaks, heard, calendar, nudge).now,
      reason: day.counts.size === 0 ? NOTHING_YET : null,
    };
  }

  async #read(queries: Queries, span: DaySpan): Promise<DaySoFar> {
    const bouts = await boutsOfDay(queries, ...span);
    return {
      counts: await this.#repository.secondsByState(queries, ...span),
      bouts: bouts.map((bout) => withoutStale(bout, span[2])),
      load: await this.#rows.load(queries, ...span),
      breaks: await this.#rows.breaks(queries, ...span),
      rotations: await this.#rows.rotations(queries, ...span),
      gyro: await this.#rows.gyro(queries, ...span),
      flexionRangeDeg: await this.#rows.flexionRangeDeg(queries, ...span),
    };
  }
}

function withoutStale(bout: Bout, nowUs: number): Bout {
  return { ...bout, open: bout.open && nowUs - bout.endUs < STALE_US };
}
