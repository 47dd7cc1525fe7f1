import { createHash, randomUUID } from 'node:crypto';
import { connect } from '@plumbline/database';

/** A wearer with what a gateway and a page show to be let in. */
export interface LoadWearer {
  readonly streamId: string;
  readonly sessionId: string;
  readonly gatewayToken: string;
  readonly personalToken: string;
}

const ADD = `
  with made as (
    insert into person (tenant_id, name, roles)
    select 1, 'load ' || n, '{wearer}' from generate_series(1, $1) n returning id, name
  ), worn as (insert into wearer (tenant_id, person_id) select 1, id from made returning id, person_id
  ), kinds (kind, scopes, hashes) as (
    values ('gateway', '{}'::text[], $2::bytea[]), ('personal', '{live}'::text[], $3::bytea[])
  )
  insert into access_token (kind, secret_sha256, tenant_id, person_id, wearer_id, name, scopes, expires_at)
  select kind, hashes[row_number() over (partition by kind order by worn.id)], 1, person_id,
    case kind when 'gateway' then worn.id end, 'load', scopes, now() + interval '1 day'
  from worn cross join kinds`;

/** Straight into the database: thousands of accounts through the front door would be a test of that door. */
export async function addWearers(databaseUrl: string, count: number): Promise<LoadWearer[]> {
  const wearers = Array.from({ length: count }, () => ({
    streamId: randomUUID(),
    sessionId: randomUUID(),
    gatewayToken: `plg_${randomUUID().replaceAll('-', '')}`,
    personalToken: `plp_${randomUUID().replaceAll('-', '')}`,
  }));
  const hash = (secret: string): Uint8Array => createHash('sha256').update(secret).digest();
  const owner = await connect(databaseUrl);
  try {
    await owner.query('set search_path = plumbline');
    await owner.query(ADD, [
      count,
      wearers.map((wearer) => hash(wearer.gatewayToken)),
      wearers.map((wearer) => hash(wearer.personalToken)),
    ]);
  } finally {
    await owner.end();
  }
  return wearers;
}
