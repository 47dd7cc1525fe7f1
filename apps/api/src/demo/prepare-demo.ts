import { connect, SCHEMA } from '@plumbline/database';
import type { Client } from 'pg';
import { usOf } from '../database/wire.ts';
import { ApiFailure } from '../process/failure.ts';
import { SUMMARY_ALGORITHM } from '../summaries/summary-algorithm.ts';
import { CAST, castMember } from './cast.ts';
import { consentsAndStudy } from './consents.ts';
import { EARLIER_ALGORITHM } from './earlier-algorithm.ts';

/** How long the demonstration keeps samples and values by the second: as any installation may choose. */
export const RAW_DAYS = 7;
export const SECOND_DAYS = 21;

const REAL_DATA = new ApiFailure(
  'This database holds data that are not of a demonstration.',
  'Start without the demonstration, or give it a folder and database of its own.',
);

/** Who is there of the cast, by the uuid of the person, and since when. */
export interface DemoCast {
  readonly personIds: ReadonlyMap<string, number>;
  readonly beganUs: number;
}

/** Fills the database of the owner with the people of the demonstration, once. */
export async function prepareDemo(databaseUrl: string): Promise<DemoCast> {
  const client = await connect(databaseUrl);
  try {
    await client.query(`begin; set local search_path = ${SCHEMA}, public`);
    if ((await castIn(client)).personIds.size === 0) await fill(client);
    const cast = await castIn(client);
    await client.query('commit');
    return cast;
  } finally {
    await client.end();
  }
}

/** Somebody of them may have deleted everything of theirs; the first of those who are left knows when it began. */
async function castIn(client: Client): Promise<DemoCast> {
  const { rows } = await client.query<{ id: number; uuid: string; beganUs: number }>(
    `select id, uuid, min(${usOf('created_at')}) over () as "beganUs" from person where uuid = any ($1)`,
    [CAST.map(({ person }) => person)],
  );
  return { personIds: new Map(rows.map(({ id, uuid }) => [uuid, id])), beganUs: rows[0]?.beganUs ?? 0 };
}

async function fill(client: Client): Promise<void> {
  const { rows } = await client.query('select 1 from stream union all select 1 from account limit 1');
  if (rows.length > 0) throw REAL_DATA;
  const here = castMember('seated');
  // Larger numbers are of newer versions.
  await client.query('insert into algorithm (name) values ($1), ($2) on conflict do nothing', [
    EARLIER_ALGORITHM,
    SUMMARY_ALGORITHM,
  ]);
  await client.query('update tenant set name = $1, raw_days = $2, second_days = $3', [
    'demonstration',
    RAW_DAYS,
    SECOND_DAYS,
  ]);
  await client.query('update person set uuid = $1, name = $2, roles = $3', [
    here.person,
    here.name,
    here.roles,
  ]);
  await client.query('update wearer set pseudonym = $1', [here.wearer]);
  for (const member of CAST) if (member !== here) await client.query(ADD, addValues(member));
  await consentsAndStudy(client);
}

const ADD = `
  with added as (
    insert into person (uuid, tenant_id, name, roles) select $1, min(id), $2, $3 from tenant returning id, tenant_id)
  insert into wearer (tenant_id, person_id, pseudonym) select tenant_id, id, $4::uuid from added where $4::uuid is not null`;

function addValues({ person, name, roles, wearer }: (typeof CAST)[number]): unknown[] {
  return [person, name, roles, wearer];
}
