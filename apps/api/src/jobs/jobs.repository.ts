import { Injectable } from '@nestjs/common';
import type { Algorithms, Job, NewJob, Scope } from '@plumbline/contract';
import type { Measure } from '@plumbline/core';
import { audit, auditLooks } from '../access/access.repository.ts';
import type { Identity, WearerRef } from '../access/identity.ts';
import type { Row } from '../database/database.ts';
import { checkRoom } from '../database/order-queue.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import * as sql from './jobs.sql.ts';

export type JobRow = Job & { readonly wearerId: number | null };

/** What one side told of a day. */
export interface Told {
  readonly algorithm: string;
  readonly computedUs: number | null;
  readonly measures: readonly Measure[];
}

export interface Counts {
  readonly before: number;
  readonly after: number;
  readonly same: number;
}

export interface DayRow {
  readonly date: string;
  readonly shown: Told | null;
  readonly told: (Told & { readonly bouts: Counts; readonly seconds: Counts }) | null;
  readonly reason: string | null;
}

/** Jobs as the people see them who ordered them. */
@Injectable()
export class JobsRepository {
  readonly #people: PeopleDatabase;

  constructor(people: PeopleDatabase) {
    this.#people = people;
  }

  /** Returns the id. What was ordered is written into the audit log. */
  order(who: Identity, wearer: WearerRef, wanted: NewJob): Promise<string> {
    return this.#people.as(who, async (queries) => {
      await checkRoom(queries);
      const values = [who.tenantId, who.personId, wearer.id, JSON.stringify(wanted)];
      const [row] = await queries.query<{ id: string }>(sql.ORDER, values);
      const { fromDate, untilDate, replace } = wanted;
      await audit(queries, who, 'analysis ordered', wearer.id, { fromDate, untilDate, replace });
      return row!.id;
    });
  }

  /** Of the actor, the latest first. */
  list(actor: Actor, id: string | null = null): Promise<JobRow[]> {
    return this.#people.as(actor, (queries) => queries.query<JobRow & Row>(sql.LIST, [id]));
  }

  async cancel(actor: Actor, id: string): Promise<void> {
    await this.#people.as(actor, (queries) => queries.query(sql.CANCEL, [id]));
  }

  /** Whoever sees days of somebody else is written down. */
  days(actor: Actor, { id, wearerId }: JobRow): Promise<DayRow[]> {
    return this.#people.as(actor, async (queries) => {
      const days = await queries.query<DayRow & Row>(sql.DAYS, [id]);
      if (days.length > 0)
        await auditLooks(queries, 'GET /v1/jobs/:id/days', [{ wearerId: wearerId!, scope: 'summary' }]);
      return days;
    });
  }

  told(actor: Actor, wearerId: number): Promise<Algorithms['told']> {
    return this.#people.as(actor, (queries) =>
      queries.query<Algorithms['told'][number] & Row>(sql.TOLD, [wearerId]),
    );
  }

  async may(actor: Actor, wearerId: number, scope: Scope): Promise<boolean> {
    const [row] = await this.#people.as(actor, (queries) =>
      queries.query<{ may: boolean }>(sql.MAY, [wearerId, scope]),
    );
    return row!.may;
  }
}
