import { Injectable } from '@nestjs/common';
import type { Device } from '@plumbline/contract';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { CHOOSE, DEVICES } from './devices.sql.ts';

const RENAME = CHOOSE('name', '$2');
const FORGET = CHOOSE('forgotten_at', 'now()');
const RESTORE = CHOOSE('forgotten_at', 'null');

@Injectable()
export class DevicesRepository {
  readonly #database: PeopleDatabase;

  constructor(database: PeopleDatabase) {
    this.#database = database;
  }

  /** `id`: that one alone. */
  list(actor: Actor, limit: number, id: string | null = null): Promise<Device[]> {
    return this.#database.as(actor, (queries) =>
      queries.query<Device & Record<string, unknown>>(DEVICES, [limit, id]),
    );
  }

  /** False: there is no such sensor. */
  async rename(actor: Actor, id: string, name: string | null): Promise<boolean> {
    const rows = await this.#database.as(actor, (queries) => queries.query(RENAME, [id, name]));
    return rows.length > 0;
  }

  forget(actor: Actor, id: string): Promise<boolean> {
    return this.#choose(actor, FORGET, id);
  }

  restore(actor: Actor, id: string): Promise<boolean> {
    return this.#choose(actor, RESTORE, id);
  }

  async #choose(actor: Actor, choice: string, id: string): Promise<boolean> {
    return (await this.#database.as(actor, (queries) => queries.query(choice, [id]))).length > 0;
  }
}
