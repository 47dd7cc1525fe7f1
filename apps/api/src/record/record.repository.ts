import { Injectable } from '@nestjs/common';
import type { Identity } from '../access/identity.ts';
import type { Queries } from '../database/database.ts';
import { PeopleDatabase } from '../database/people-database.ts';

/** One row of a table as it is stored. */
export interface RecordRow {
  readonly table: string;
  /** JSON. */
  readonly row: string;
}

interface Table {
  readonly name: string;
  readonly columns: readonly string[];
}

/**
 * Every table of ours that the API may read, with the columns that it may: secrets are not among them. Of what lies behind
 * views, samples and seconds are in exports.
 */
const TABLES = `
  select c.relname::text as name, array_agg(a.attname::text order by a.attnum) as columns
  from pg_class c join pg_attribute a on a.attrelid = c.oid
  where (c.relnamespace = 'plumbline'::regnamespace and c.relkind in ('r', 'p')
      and c.relname not in ('raw_block', 'posture_1s', 'load_10s') or c.oid = 'plumbline_view.load_10s'::regclass)
    and a.attnum > 0 and not a.attisdropped and has_column_privilege(c.oid, a.attnum, 'select')
  group by c.oid, c.relname order by c.relname`;
/** What makes a row somebody's: any of these columns that a table has, and else what it belongs to. */
const OF_SOMEBODY: Readonly<Record<string, string>> = {
  wearer_id: 'wearer_id = $1',
  person_id: 'person_id = $2',
  actor_person_id: 'actor_person_id = $2',
};
const OF_THEIRS: Readonly<Record<string, string>> = {
  stream_id: 'stream_id in (select id from stream where wearer_id = $1)',
  session_id: 'session_id in (select id from wear_session where wearer_id = $1)',
};
const ITSELF: Readonly<Record<string, string>> = { wearer: 'id = $1', person: 'id = $2' };
const ROWS = 500;

@Injectable()
export class RecordRepository {
  readonly #database: PeopleDatabase;

  constructor(database: PeopleDatabase) {
    this.#database = database;
  }

  /** Hands over page by page, as of one moment, and waits for `take` each time. */
  async read(
    who: Identity,
    wearerId: number,
    take: (rows: readonly RecordRow[]) => Promise<void>,
  ): Promise<void> {
    await this.#database.as(who, async (queries) => {
      await queries.query('set transaction isolation level repeatable read read only');
      for (const table of await queries.query<Table & Record<string, unknown>>(TABLES)) {
        const owned = ownedBy(table);
        if (owned !== null) await page(queries, table, owned, [wearerId, who.personId], take);
      }
    });
  }
}

/** Null: the table tells of nobody. */
function ownedBy({ name, columns }: Table): string | null {
  const by = (ways: Readonly<Record<string, string>>): string[] =>
    columns.flatMap((column) => ways[column] ?? []);
  const own = by(OF_SOMEBODY);
  return ITSELF[name] ?? ((own.length > 0 ? own : by(OF_THEIRS).slice(0, 1)).join(' or ') || null);
}

async function page(
  queries: Queries,
  { name, columns }: Table,
  owned: string,
  values: readonly number[],
  take: (rows: readonly RecordRow[]) => Promise<void>,
): Promise<void> {
  const listed = columns.map((column) => `"${column}"`).join(', ');
  const mine = `select ${listed} from "${name}" where (${owned}) and ($1::int, $2::int) is not null`;
  await queries.query(
    `declare page no scroll cursor for select to_jsonb(t)::text as row from (${mine}) t`,
    values,
  );
  for (;;) {
    const rows = await queries.query<{ row: string }>(`fetch ${ROWS} from page`);
    if (rows.length > 0) await take(rows.map(({ row }) => ({ table: name, row })));
    if (rows.length < ROWS) break;
  }
  await queries.query('close page');
}
