import { ForbiddenException, Injectable } from '@nestjs/common';
import { type NudgeLog, type NudgeSettings, type NudgeWish, nudgeSettingsSchema } from '@plumbline/contract';
import { type Calendar, NUDGE_ALGORITHM, type NudgeEvent } from '@plumbline/core';
import type { Identity, WearerRef } from '../access/identity.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { WearerCalendar } from '../days/wearer-calendar.ts';
import { DayRowsRepository } from '../summaries/day-rows.repository.ts';
import { nudgesOf } from './day-nudges.ts';
import { NudgesRepository } from './nudges.repository.ts';

const NO_LOAD = 'No samples are stored of this day.';

@Injectable()
export class NudgesService {
  readonly #database: PeopleDatabase;
  readonly #repository: NudgesRepository;
  readonly #rows: DayRowsRepository;
  readonly #calendar: WearerCalendar;

  constructor(
    database: PeopleDatabase,
    repository: NudgesRepository,
    rows: DayRowsRepository,
    calendar: WearerCalendar,
  ) {
    this.#database = database;
    this.#repository = repository;
    this.#rows = rows;
    this.#calendar = calendar;
  }

  settings(actor: Actor, { id }: WearerRef): Promise<NudgeSettings> {
    return this.#database.as(actor, async (queries) => {
      const { settings } = await this.#calendar.of(queries, id);
      return nudgeSettingsSchema.parse(settings ?? {});
    });
  }

  async set(identity: Identity, settings: NudgeSettings): Promise<NudgeSettings> {
    const { id } = wearerOf(identity);
    await this.#database.as(identity, (queries) => this.#repository.set(queries, id, settings));
    return settings;
  }

  wish(identity: Identity, wish: NudgeWish, nowUs: number): Promise<void> {
    const { id } = wearerOf(identity);
    return this.#database.as(identity, async (queries) => {
      const { calendar } = await this.#calendar.of(queries, id);
      await this.#repository.say(queries, id, nowUs, eventOf(wish, nowUs, calendar));
    });
  }

  /** The policy over the day as it is stored: why there was a suggestion, and why there was none. */
  log(actor: Actor, { id }: WearerRef, date: string): Promise<NudgeLog> {
    return this.#database.as(actor, async (queries) => {
      const { calendar, nudge, startUs, endUs } = await this.#calendar.on(queries, id, date);
      const load = await this.#rows.load(queries, id, startUs, endUs);
      const breaks = await this.#rows.breaks(queries, id, startUs, endUs);
      const heard = await this.#repository.heard(queries, id, startUs, endUs);
      const log = [...nudgesOf(load, breaks, heard, calendar, nudge).log];
      const suggestions = log.filter((row) => row.nudge).length;
      return {
        date,
        algorithm: NUDGE_ALGORITHM,
        suggestions,
        log,
        reason: load.length === 0 ? NO_LOAD : null,
      };
    });
  }
}

function wearerOf({ wearer }: Identity): WearerRef {
  if (wearer === null) throw new ForbiddenException('This account wears no sensor.');
  return wearer;
}

function eventOf(wish: NudgeWish, tUs: number, calendar: Calendar): NudgeEvent {
  switch (wish.kind) {
    case 'snooze':
      return { ...wish, tUs };
    case 'stop_today':
      return { ...wish, tUs, utcOffsetMin: calendar.utcOffsetMin(tUs) };
    default:
      return wish;
  }
}
