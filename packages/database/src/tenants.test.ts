import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PreparedDatabase } from './prepare.ts';
import { startTwoTenants, type TwoTenants } from './testing/two-tenants.ts';

/**
 * What the API's role sees of another tenant, for every relation that the catalogue knows: a new table is tried without
 * being named here, and one that no row tells the tenant of has to be named.
 */

let tenants: TwoTenants;
let prepared: PreparedDatabase;
let owner: Client;
let api: Client;

interface Relation {
  readonly name: string;
  readonly kind: 'table' | 'partition' | 'view';
  readonly columns: readonly string[];
}

interface Asker {
  readonly id: number | null;
  /** In whose name a researcher asks. */
  readonly study: number | null;
  readonly name: string;
  readonly tenantId: number;
}

let relations: Relation[];
let everybody: Asker[];

beforeAll(async () => {
  tenants = await startTwoTenants(LOOKUP);
  ({ prepared, owner, api } = tenants);
  relations = await allRelations();
  const { rows } = await owner.query<Asker>(EVERYBODY);
  everybody = rows;
});
afterAll(async () => {
  await tenants?.[Symbol.asyncDispose]();
});

/** Each person, and each researcher once more in the name of every study there is. */
const EVERYBODY = `
  select id, null::int as study, name, tenant_id as "tenantId" from person
  union all select p.id, s.id, p.name || ' in ' || s.name, p.tenant_id from person p, study s where 'researcher' = any (p.roles)
  order by 1, 2`;

/** Whose an id is, for everybody to see: what a row tells must not depend on who asks. */
const LOOKUP = `
  create schema lookup;
  create table lookup.wearer as select id, tenant_id from wearer;
  create table lookup.person as select id, tenant_id from person;
  create table lookup.stream as select id, tenant_id from stream;
  create table lookup.wear_session as select id, tenant_id from wear_session;
  create table lookup.study as select id, tenant_id from study;
  grant usage on schema lookup to plumbline_api;
  grant select on all tables in schema lookup to plumbline_api`;

/** Of our schemas, and the chunks of TimescaleDB. */
async function allRelations(): Promise<Relation[]> {
  const { rows } = await owner.query<Relation>(`
    select format('%I.%I', n.nspname, c.relname) as name,
      case when c.relkind = 'v' then 'view' when i.inhrelid is not null then 'partition' else 'table' end as kind,
      array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_inherits i on i.inhrelid = c.oid
    where c.relkind in ('r', 'p', 'v') and (n.nspname like 'plumbline%' or n.nspname = '_timescaledb_internal' and i.inhrelid is not null)
    order by 1`);
  return rows;
}

/** Which tenant a row is of, by the first of these columns that it has. */
const TENANT_BY: Readonly<Record<string, string>> = {
  tenant_id: 'r.tenant_id',
  wearer_id: '(select tenant_id from lookup.wearer where id = r.wearer_id)',
  person_id: '(select tenant_id from lookup.person where id = r.person_id)',
  stream_id: '(select tenant_id from lookup.stream where id = r.stream_id)',
  session_id: '(select tenant_id from lookup.wear_session where id = r.session_id)',
  study_id: '(select tenant_id from lookup.study where id = r.study_id)',
};
/** Of nobody: words, versions, and the record of what was done to the database as a whole. */
const OF_NOBODY = ['algorithm', 'backup_run', 'migration', 'partitioned', 'posture_state'];

const tenantOf = ({ name, columns }: Relation): string | null => {
  if (name === 'plumbline.tenant') return 'r.id';
  const column = Object.keys(TENANT_BY).find((one) => columns.includes(one));
  return column === undefined ? null : TENANT_BY[column]!;
};

const ofTenants = (): (Relation & { tenant: string })[] =>
  relations.flatMap((relation) => {
    const tenant = tenantOf(relation);
    return tenant === null ? [] : [{ ...relation, tenant }];
  });

/** As a request does, and undone afterwards. Null: the role has no right to ask. */
async function tried({ id, study }: Asker, sql: string, values: readonly unknown[]): Promise<number | null> {
  await api.query(
    `begin; set local plumbline.actor = '${id ?? ''}'; set local plumbline.study = '${study ?? ''}'`,
  );
  try {
    return (await api.query(sql, [...values])).rowCount;
  } catch (error) {
    if (!/permission denied|cannot (update|delete from) view/.test(String(error))) throw error;
    return null;
  } finally {
    await api.query('rollback');
  }
}

/** The rows of each tenant, as the owner counts them; the role that reads cannot be asked, so ids are compared. */
async function rowsByTenant({
  name,
  tenant,
}: {
  name: string;
  tenant: string;
}): Promise<Map<number, number>> {
  const { rows } = await owner.query<{ tenant: number; n: number }>(
    `select ${tenant} as tenant, count(*)::int as n from ${name} r group by 1`,
  );
  return new Map(rows.map(({ tenant: id, n }) => [id, n]));
}

describe('the catalogue', () => {
  test('has no table of which it is not known whose rows are in it', () => {
    const without = relations.filter((relation) => tenantOf(relation) === null).map(({ name }) => name);
    expect(without).toEqual(OF_NOBODY.map((name) => `plumbline.${name}`));
    expect(ofTenants().length).toBeGreaterThan(40);
  });

  test('has rows of both tenants in every table, so that there is something to see', async () => {
    const tables = ofTenants().filter(({ kind }) => kind === 'table');
    const empty: string[] = [];
    for (const table of tables) if ((await rowsByTenant(table)).size < 2) empty.push(table.name);
    expect(empty).toEqual([]);
  });

  test('has rows in chunks or partitions of every table that is split', async () => {
    const parts = ofTenants().filter(({ kind }) => kind === 'partition');
    let rows = 0;
    for (const part of parts) for (const n of (await rowsByTenant(part)).values()) rows += n;
    const home = prepared.storage.home;
    const wanted = home === 'postgresql' ? /^plumbline_part\./ : /^_timescaledb_internal\./;
    for (const { name } of parts) expect(name).toMatch(wanted);
    expect(rows).toBe(3 * 3 * 2);
  });
});

describe('the role of the API', () => {
  test('sees no row of another tenant, whoever asks, in any table, view, chunk or partition', async () => {
    const seen: string[] = [];
    let asked = 0;
    for (const { name, tenant } of ofTenants()) {
      for (const asker of [...everybody, NOBODY]) {
        const sql = `select from ${name} r where ${tenant} is distinct from $1`;
        const rows = await tried(asker, sql, [asker.tenantId]);
        asked++;
        if (rows !== null && rows > 0) seen.push(`${asker.name}: ${rows} of ${name}`);
      }
    }
    expect(seen).toEqual([]);
    expect(asked).toBeGreaterThan(400);
  });

  test('changes and deletes no row of another tenant', async () => {
    const done: string[] = [];
    for (const { name, tenant, columns, kind } of ofTenants()) {
      const column = await writable(name, columns);
      for (const asker of everybody) {
        const where = `where ${tenant} is distinct from $1`;
        const update =
          column === null
            ? null
            : await tried(asker, `update ${name} r set ${column} = ${column} ${where}`, [asker.tenantId]);
        const remove = await tried(asker, `delete from ${name} r ${where}`, [asker.tenantId]);
        if ((update ?? 0) > 0 || (remove ?? 0) > 0) done.push(`${asker.name}: ${kind} ${name}`);
      }
    }
    expect(done).toEqual([]);
  });

  test('reaches nothing past the views: no chunk, no partition, and none of the tables behind them', async () => {
    const split = relations
      .filter(({ kind }) => kind === 'view')
      .map(({ name }) => name.replace('plumbline_view', 'plumbline'));
    const parts = relations.filter(({ kind, name }) => kind === 'partition' || split.includes(name));
    expect(split).toHaveLength(3);
    for (const { name } of parts)
      for (const asker of everybody)
        expect([name, await tried(asker, `select from ${name}`, [])]).toEqual([name, null]);
  });
});

const NOBODY: Asker = { id: null, study: null, tenantId: 0, name: 'nobody' };

/** A column that the role may update; null: none. */
async function writable(name: string, columns: readonly string[]): Promise<string | null> {
  const { rows } = await owner.query<{ column: string }>(
    `select c as column from unnest($2::text[]) c where has_column_privilege('plumbline_api', $1, c, 'update')`,
    [name, columns],
  );
  return rows[0]?.column ?? null;
}
