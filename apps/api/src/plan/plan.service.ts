import { Injectable } from '@nestjs/common';
import { type Plan, type PlanSettings, planSettingsSchema } from '@plumbline/contract';
import type { Identity, WearerRef } from '../access/identity.ts';
import type { Queries } from '../database/database.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { WearerCalendar } from '../days/wearer-calendar.ts';
import { weeksUpTo } from '../weeks/weeks.service.ts';
import { PlanRepository } from './plan.repository.ts';

const NO_DETAIL = 'The consent does not open breaks (detail).';

/** What was agreed on, beside what the body did. */
@Injectable()
export class PlanService {
  readonly #database: PeopleDatabase;
  readonly #repository: PlanRepository;
  readonly #calendar: WearerCalendar;

  constructor(database: PeopleDatabase, repository: PlanRepository, calendar: WearerCalendar) {
    this.#database = database;
    this.#repository = repository;
    this.#calendar = calendar;
  }

  /** So many weeks up to and with the wearer's today. */
  plan(actor: Actor, { id }: WearerRef, weeks: number): Promise<Plan> {
    return this.#database.as(actor, async (queries) => {
      const current = await this.#repository.current(queries, id);
      const settings = planSettingsSchema.parse(current?.settings ?? {});
      const { calendar } = await this.#calendar.of(queries, id);
      const toDate = calendar.dayOf(Date.now() * 1000).date;
      const fromDate = weeksUpTo(toDate, weeks);
      const agreed = await this.#agreed(queries, id, calendar.timeZone, fromDate);
      const known = await this.#repository.maySeeBreaks(queries, id);
      const days = await this.#repository.done(queries, id, fromDate, toDate, agreed);
      return {
        settings,
        ...{ changedUs: current?.changedUs ?? null, own: current?.own ?? false, fromDate, toDate, agreed },
        days: days.map((day) => (known ? day : { ...day, breaks: null, breakMin: null })),
        reason: known ? null : NO_DETAIL,
      };
    });
  }

  /** Before anybody agreed on anything it was as delivered. */
  async #agreed(
    queries: Queries,
    wearerId: number,
    timeZone: string,
    fromDate: string,
  ): Promise<Plan['agreed']> {
    const stored = await this.#repository.agreed(queries, wearerId, timeZone, fromDate);
    const told = stored.map((plan) => ({
      fromDate: plan.fromDate < fromDate ? fromDate : plan.fromDate,
      settings: planSettingsSchema.parse(plan.settings),
    }));
    if (told[0]?.fromDate === fromDate) return told;
    return [{ fromDate, settings: planSettingsSchema.parse({}) }, ...told];
  }

  async set(identity: Identity, wearer: WearerRef, settings: PlanSettings): Promise<PlanSettings> {
    await this.#database.as(identity, (queries) =>
      this.#repository.set(queries, identity, wearer.id, settings),
    );
    return settings;
  }
}
