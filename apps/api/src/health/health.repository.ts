import { Injectable } from '@nestjs/common';
import { Database, DatabaseUnavailable } from '../database/database.ts';

@Injectable()
export class HealthRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Null: the database answers. */
  async whyUnavailable(): Promise<string | null> {
    try {
      await this.#database.query('select 1');
      return null;
    } catch (error) {
      if (error instanceof DatabaseUnavailable) return `The database does not answer: ${error.message}`;
      throw error;
    }
  }
}
