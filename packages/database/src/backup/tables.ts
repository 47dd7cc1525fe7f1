import type { Client } from 'pg';
import { SCHEMA } from '../connect.ts';

const TABLES = `
  select c.relname as name from pg_class c
  where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`;
const REFERENCES = `
  select distinct c.conrelid::regclass::text as from, c.confrelid::regclass::text as to from pg_constraint c
  where c.contype = 'f' and c.connamespace = $1::regnamespace and c.conrelid <> c.confrelid`;

/** Every table of ours, each after those that it refers to. The connection's search path holds the schema. */
export async function tablesInOrder(client: Client): Promise<string[]> {
  const tables = (await client.query<{ name: string }>(TABLES, [SCHEMA])).rows.map(({ name }) => name);
  const edges = (await client.query<{ from: string; to: string }>(REFERENCES, [SCHEMA])).rows;
  const ordered: string[] = [];
  const visit = (table: string): void => {
    if (ordered.includes(table)) return;
    for (const { to } of edges.filter(({ from }) => from === table)) visit(to);
    ordered.push(table);
  };
  for (const table of tables) visit(table);
  return ordered;
}
