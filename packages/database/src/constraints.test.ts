import type { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTwoTenants, type TwoTenants } from './testing/two-tenants.ts';

/** What no row may say, whoever writes it: a check that is gone, or a new one that nobody tried, is found by name. */

let tenants: TwoTenants;
let owner: Client;

beforeAll(async () => {
  tenants = await startTwoTenants(
    "insert into person (tenant_id, name, roles) values (1, 'without one', '{}')",
  );
  ({ owner } = tenants);
});
afterAll(async () => {
  await tenants?.[Symbol.asyncDispose]();
});

const SAME_UUID = "'00000000-0000-4000-8000-000000000000'";

/** By constraint: statements that it has to refuse. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  // Who somebody is.
  person_roles_check: ["update person set roles = '{wearer,admin}'"],
  person_uuid_key: [`update person set uuid = ${SAME_UUID}`],
  account_login: [
    `insert into account (person_id, login, password_hash)
      select (select id from person where name = 'without one'), upper(login), 'x' from account limit 1`,
  ],
  access_token_kind_check: ["update access_token set kind = 'any'"],
  access_token_check: ['update access_token set wearer_id = 1', "update access_token set kind = 'gateway'"],
  access_token_secret_sha256_check: ["update access_token set secret_sha256 = 'secret'"],
  access_token_secret_sha256_key: ["update access_token set secret_sha256 = sha256('x')"],
  browser_session_secret_sha256_check: ["update browser_session set secret_sha256 = 'secret'"],
  browser_session_id_key: [`update browser_session set id = ${SAME_UUID}`],
  pairing_code_code_sha256_check: ["update pairing_code set code_sha256 = 'code'"],
  recovery_code_code_sha256_check: ["update recovery_code set code_sha256 = 'code'"],
  recovery_code_person_id_key: ['update recovery_code set person_id = 1'],
  wearer_person_id_key: ['update wearer set person_id = 1'],
  wearer_pseudonym_key: [`update wearer set pseudonym = ${SAME_UUID}`],
  // What somebody lets others see.
  consent_check: [
    'update consent set grantee_person_id = null, grantee_study_id = null',
    'update consent set grantee_person_id = 1, grantee_study_id = 1',
  ],
  consent_check1: ['update consent set valid_until = valid_from'],
  consent_purpose_check: ["update consent set purpose = ''"],
  consent_scopes_check: [
    "update consent set scopes = '{}'",
    "update consent set scopes = '{raw,everything}'",
  ],
  participant_study_id_pseudonym_key: [
    `insert into participant (study_id, wearer_id, tenant_id, pseudonym)
      select study_id, 2, tenant_id, pseudonym from participant where wearer_id = 1`,
  ],
  study_uuid_key: [`update study set uuid = ${SAME_UUID}`],
  tenant_raw_days_check: ['update tenant set raw_days = 0'],
  tenant_second_days_check: ['update tenant set second_days = -1'],
  deletion_kind_check: ["update deletion set kind = 'some'"],
  // What is said and ordered.
  label_check: ['update label set end_at = start_at'],
  note_kind_check: ["update note set kind = 'x'"],
  note_value_check: [
    'update note set value = 5',
    "update note set kind = 'discomfort'",
    "update note set kind = 'discomfort', value = 10.5",
    "update note set kind = 'discomfort', value = -1",
  ],
  alert_once: [
    `insert into alert (tenant_id, wearer_id, raised_at, kind, reason)
      select tenant_id, wearer_id, raised_at, kind, 'again' from alert`,
  ],
  sensor_choice_name_check: ["update sensor_choice set name = ''"],
  job_state_check: ["update job set state = 'lost'"],
  job_progress_check: ['update job set progress = 1.1', 'update job set progress = -0.1'],
  // What is measured and computed.
  sensor_tenant_id_key_key: ["update sensor set key = 'aa'"],
  stream_uuid_key: [`update stream set uuid = ${SAME_UUID}`],
  wear_session_uuid_key: [`update wear_session set uuid = ${SAME_UUID}`],
  wear_session_seed_from_check: ["update wear_session set seed_from = 'x'"],
  algorithm_name_key: ['insert into algorithm (name) select name from algorithm'],
  posture_state_name_key: ["update posture_state set name = 'sitting'"],
  minute_summary_observed_s_check: [
    'update minute_summary set observed_s = 61',
    'update minute_summary set observed_s = -1',
  ],
};

test('every check and every key beside the first one is tried', async () => {
  const { rows } = await owner.query<{ name: string }>(`
    select conname::text as name from pg_constraint where connamespace = 'plumbline'::regnamespace and contype = 'c'
      and conparentid = 0
    union select i.relname::text from pg_index x join pg_class i on i.oid = x.indexrelid
      where i.relnamespace = 'plumbline'::regnamespace and x.indisunique and not x.indisprimary
    order by 1`);
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(REFUSED).sort());
});

test.each(Object.entries(REFUSED))('%s holds', async (constraint, statements) => {
  for (const sql of statements) {
    const refused = await owner.query(sql).catch((error: { constraint?: string }) => error);
    expect([sql, refused]).toMatchObject([sql, { constraint }]);
  }
});
