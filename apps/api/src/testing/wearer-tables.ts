import { createHash } from 'node:crypto';
import { connect } from '@plumbline/database';

/** Numbers that say what came first, and times at which something was written: no part of what is known. */
const BOOKKEEPING = [
  ...['id', 'wearer_id', 'tenant_id', 'session_id', 'stream_id', 'sensor_id', 'algorithm', 'gateway_id'],
  ...['created_at', 'updated_at', 'computed_at', 'queued_at', 'first_seen_at', 'rejected_at'],
];

/** What stands in their place. */
const NAMES = {
  session_id: 'select uuid::text from wear_session where id = t.session_id',
  stream_id: 'select uuid::text from stream where id = t.stream_id',
  sensor_id: 'select key from sensor where id = t.sensor_id',
  algorithm: 'select name from algorithm where id = t.algorithm',
} as const;

const TABLES = `
  select table_name::text as table, array_agg(column_name::text) as columns
  from information_schema.columns join information_schema.tables using (table_schema, table_name)
  where table_schema = 'plumbline' and table_type = 'BASE TABLE' group by table_name
  having bool_or(column_name in ('wearer_id', 'session_id', 'stream_id')) or table_name = 'sensor' order by 1`;

/** Rows as text, by table, in an order of their own. */
export type WearerTables = Readonly<Record<string, readonly string[]>>;

/** Everything that any table holds of wearers, past any security, with names instead of numbers. */
export async function wearerTables(databaseUrl: string): Promise<WearerTables> {
  const client = await connect(databaseUrl);
  try {
    await client.query('set search_path = plumbline, public');
    const { rows } = await client.query<{ table: string; columns: string[] }>(TABLES);
    const contents: Record<string, string[]> = {};
    for (const { table, columns } of rows) {
      const found = await client.query<{ row: string }>(contentsOf(table, columns));
      contents[table] = found.rows.map(({ row }) => row);
    }
    return contents;
  } finally {
    await client.end();
  }
}

/** Short enough to compare and to be told. */
export function fingerprints(tables: WearerTables): Record<string, string> {
  const entries = Object.entries(tables).map(([table, rows]) => {
    const sha256 = createHash('sha256').update(rows.join('\n')).digest('hex').slice(0, 16);
    return [table, `${rows.length} rows ${sha256}`];
  });
  return Object.fromEntries(entries);
}

function contentsOf(table: string, columns: readonly string[]): string {
  const named = Object.entries(NAMES).filter(([column]) => columns.includes(column));
  const names = named.map(([column, sql]) => `'${column}', (${sql})`).join(', ');
  return `select ((to_jsonb(t) - '{${BOOKKEEPING.join()}}'::text[]) || jsonb_build_object(${names}))::text as row
    from ${table} t order by 1`;
}
