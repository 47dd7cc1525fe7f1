import { connect, SCHEMA } from '@plumbline/database';
import { newCode, sha256OfCode } from '../access/secrets.ts';
import { ApiFailure } from '../process/failure.ts';
import { RECOVERY_LIFE_MS } from './people.service.ts';

const MAKE = `
  with made as (
    insert into recovery_code (code_sha256, tenant_id, person_id, expires_at)
    select $2, p.tenant_id, p.id, now() + $3 * interval '1 millisecond' from account a join person p on p.id = a.person_id
    where lower(a.login) = lower($1) and p.disabled_at is null
    on conflict (person_id) do update set code_sha256 = excluded.code_sha256, created_at = now(),
      expires_at = excluded.expires_at
    returning person_id, tenant_id)
  insert into audit_log (tenant_id, action, wearer_id)
  select m.tenant_id, 'recovery code made on the server', w.id from made m left join wearer w on w.person_id = m.person_id
  returning id`;

/**
 * A code that lets the owner of a login choose a new password; for whoever may read the database's own address, when no
 * operator can sign in. Throws when there is no such login.
 */
export async function makeRecoveryCode(databaseUrl: string, login: string): Promise<string> {
  const code = newCode();
  const client = await connect(databaseUrl);
  try {
    await client.query(`set search_path = ${SCHEMA}`);
    const { rowCount } = await client.query(MAKE, [login, sha256OfCode(code), RECOVERY_LIFE_MS]);
    if (rowCount === 1) return code;
  } finally {
    await client.end();
  }
  throw new ApiFailure(
    `There is no account ${login} that is switched on.`,
    'Give the login as it is typed when signing in.',
  );
}
