import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepareDatabase } from './prepare.ts';
import { startTwoTenants, type TwoTenants } from './testing/two-tenants.ts';

/** Who is asking, what proves it, and each single thing that ends what a consent had opened. */

let tenants: TwoTenants;
let owner: Client;
let api: Client;

const CONSENTS = `
  delete from consent;
  insert into consent (tenant_id, wearer_id, grantee_person_id, purpose, scopes, valid_until)
    select 1, 1, id, 'x', '{raw}', now() + interval '1 d' from person where name = 'therapist of local';
  insert into consent (tenant_id, wearer_id, grantee_study_id, purpose, scopes, valid_until)
    select 1, 1, id, 'x', '{raw}', now() + interval '1 d' from study where name = 'study of local'`;

beforeAll(async () => {
  tenants = await startTwoTenants(CONSENTS);
  ({ owner, api } = tenants);
});
afterAll(async () => {
  await tenants?.[Symbol.asyncDispose]();
});

/** In the name of a study; '': of none. */
async function told(who: string, sql: string, study = ''): Promise<unknown[]> {
  const { rows } = await owner.query<{ id: number }>('select id from person where name = $1', [who]);
  await api.query(
    `begin; set local plumbline.actor = '${rows[0]!.id}'; set local plumbline.study = '${study}'`,
  );
  try {
    return (await api.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await api.query('rollback');
  }
}

const KNOWN = 'select unnest(known())';
const byTherapist = (): Promise<unknown[]> => told('therapist of local', KNOWN);
const inStudy = async (): Promise<unknown[]> => {
  const { rows } = await owner.query("select id from study where name = 'study of local'");
  return told('researcher of local', KNOWN, String(rows[0].id));
};

/** What is changed, and how it is undone. */
const off = (who: string): [string, string] => [
  `update person set disabled_at = now() where name = '${who}'`,
  'update person set disabled_at = null',
];
const role = (who: string, now: string, before: string): [string, string] => [
  `update person set roles = '{${now}}' where name = '${who}'`,
  `update person set roles = '{${before}}' where name = '${who}'`,
];
const MEMBERS = 'insert into study_member select s.id, p.id from study s join person p using (tenant_id)';
const ENDS_OF_BOTH: Readonly<Record<string, [string, string]>> = {
  'it was withdrawn': ['update consent set withdrawn_at = now()', 'update consent set withdrawn_at = null'],
  'it has not begun': [
    "update consent set valid_from = now() + interval '1 h'",
    "update consent set valid_from = now() - interval '1 h'",
  ],
  'it has run out': [
    "update consent set valid_from = now() - interval '2 h', valid_until = now() - interval '1 s'",
    "update consent set valid_until = now() + interval '1 d'",
  ],
  'it was given in another tenant': ['update consent set tenant_id = 2', 'update consent set tenant_id = 1'],
};

describe('a consent to a therapist', () => {
  test('lets them know the wearer', async () => {
    expect(await byTherapist()).toEqual([1]);
  });

  test.each(
    Object.entries({
      ...ENDS_OF_BOTH,
      'their access is off': off('therapist of local'),
      'they are a therapist no more': role('therapist of local', 'operator', 'therapist'),
    }),
  )('opens nothing where %s', async (_, [change, undo]) => {
    await owner.query(change);
    expect(await byTherapist()).toEqual([]);
    await owner.query(undo);
    expect(await byTherapist()).toEqual([1]);
  });

  test('opens nothing in the name of a study', async () => {
    expect(await told('therapist of local', KNOWN, '1')).toEqual([]);
  });
});

describe('a consent to a study', () => {
  test('lets its researchers know the wearer in its name, without who that is', async () => {
    expect(await inStudy()).toEqual([1]);
    expect(await told('researcher of local', 'select unnest(named())', '1')).toEqual([]);
    expect(await told('researcher of local', KNOWN)).toEqual([]);
  });

  test.each(
    Object.entries({
      ...ENDS_OF_BOTH,
      'the access of the researcher is off': off('researcher of local'),
      'they are a researcher no more': role('researcher of local', 'therapist', 'researcher'),
      'the study is closed': ['update study set closed_at = now()', 'update study set closed_at = null'],
      'the wearer has left it': [
        'update participant set left_at = now()',
        'update participant set left_at = null',
      ],
      'another wearer takes part': [
        'update participant set wearer_id = 3 - wearer_id',
        'update participant set wearer_id = 3 - wearer_id',
      ],
      'the researcher works on it no more': [
        'delete from study_member',
        `${MEMBERS} where p.roles = '{researcher}'`,
      ],
      'others work on it': [
        "update study_member set person_id = (select id from person where name = 'Me') where study_id = 1",
        `delete from study_member; ${MEMBERS} where p.roles = '{researcher}'`,
      ],
    } satisfies Record<string, [string, string]>),
  )('opens nothing where %s', async (_, [change, undo]) => {
    await owner.query(change);
    expect(await inStudy()).toEqual([]);
    await owner.query(undo);
    expect(await inStudy()).toEqual([1]);
  });
});

describe('whose access is off', () => {
  const ALL = `select actor_tenant(), acts_as('operator'), acts_as('wearer'), own_wearers(), readable('summary'), known(),
    named(), own_studies(), (select count(*)::int from whoami())`;
  const NOBODY = [null, false, false, [], [], [], [], [], 0];

  test.each(['Me', 'therapist of local', 'researcher of local', 'operator of local'])(
    'is nobody, and sees nothing: %s',
    async (who) => {
      expect(await told(who, ALL)).not.toEqual(NOBODY);
      const [change, undo] = off(who);
      await owner.query(change);
      expect(await told(who, ALL)).toEqual(NOBODY);
      await owner.query(undo);
    },
  );

  test('is let in by nothing', async () => {
    const proofs = async (): Promise<unknown[]> => {
      const counts = `select (select count(*)::int from find_account('Me')), (select count(*)::int from use_token(sha256('Me'))),
        (select count(*)::int from use_browser_session(sha256('Me'))),
        redeem_recovery_code(sha256('Me'), 'y') is not null`;
      return told('operator of other', counts);
    };
    expect(await proofs()).toEqual([1, 1, 1, true]);
    const [change, undo] = off('Me');
    await owner.query(change);
    expect(await proofs()).toEqual([0, 0, 0, false]);
    await owner.query(undo);
  });
});

describe('what proves who somebody is', () => {
  const COUNTS: Readonly<Record<string, string>> = {
    browser_session: "select count(*)::int from use_browser_session(sha256('Me'))",
    access_token: "select count(*)::int from use_token(sha256('Me'))",
    pairing_code: "select count(*)::int from redeem_pairing_code(sha256('Me'), sha256('z'), 'x', now())",
    recovery_code: "select count(redeem_recovery_code)::int from redeem_recovery_code(sha256('Me'), 'y')",
  };

  test.each(Object.entries(COUNTS))('ends when it has expired: %s', async (table, count) => {
    expect(await told('operator of other', count)).toEqual([1]);
    await owner.query(`update ${table} set expires_at = now()`);
    expect(await told('operator of other', count)).toEqual([0]);
    await owner.query(`update ${table} set expires_at = now() + interval '1 d'`);
  });

  test('ends when it is revoked', async () => {
    await owner.query('update access_token set revoked_at = now()');
    expect(await told('operator of other', COUNTS.access_token!)).toEqual([0]);
    await owner.query('update access_token set revoked_at = null');
  });

  test.each(['pairing_code', 'recovery_code'])('works once: %s', async (table) => {
    const twice = `with one as materialized (${COUNTS[table]}) select * from one`;
    await api.query('begin');
    expect((await api.query({ text: twice, rowMode: 'array' })).rows).toEqual([[1]]);
    const again = COUNTS[table]!.replace("sha256('z')", "sha256('w')");
    expect((await api.query({ text: again, rowMode: 'array' })).rows).toEqual([[0]]);
    await api.query('rollback');
  });

  test('is worn by whoever is a wearer, and worked on by whoever is a researcher', async () => {
    const [change, undo] = role('Me', 'operator', 'wearer,operator');
    await owner.query(change);
    expect(await told('Me', 'select own_wearers(), wearer_id from whoami()')).toEqual([[], null]);
    await owner.query(undo);
    expect(await told('Me', 'select own_wearers(), wearer_id from whoami()')).toEqual([[1], 1]);
    const [other, back] = role('researcher of local', 'operator', 'researcher');
    expect(await told('researcher of local', 'select cardinality(own_studies())')).toEqual([1]);
    await owner.query(other);
    expect(await told('researcher of local', 'select cardinality(own_studies())')).toEqual([0]);
    await owner.query(back);
  });
});

test('the first account is made once', async () => {
  const make = "select create_first_account('first', 'x', 'First')";
  expect(await told('Me', make)).toEqual([null]);
});

test('rules of an earlier version go when those of this one come', async () => {
  const rules = async (): Promise<unknown[]> => {
    const sql = `select p.policyname::text as one from pg_policies p where schemaname = 'plumbline'
      union all select table_name || ' ' || privilege_type || ' ' || grantee from information_schema.table_privileges
        where grantee like 'plumbline_%' and table_schema like 'plumbline%' order by 1`;
    return (await owner.query({ text: sql, rowMode: 'array' })).rows.flat();
  };
  const before = await rules();
  await owner.query('create policy earlier on person to plumbline_api using (true)');
  await owner.query(
    'grant delete on audit_log to plumbline_api; grant select on account to plumbline_worker',
  );
  await owner.query("comment on schema plumbline_view is 'of an earlier version'");
  await prepareDatabase(tenants.url);
  expect(await rules()).toEqual(before);
});
