/**
 * What people of one tenant try to change, who may, and who may not: they are refused, or it finds no row. On the rows of
 * NEIGHBOURS (rights-expectations.ts); a policy that lets somebody do more is found by rights.test.ts.
 */
export interface Attempt {
  readonly what: string;
  readonly sql: string;
  readonly may: readonly string[];
  readonly mayNot: readonly string[];
}

type Names = readonly string[];

const tries = (what: string, sql: string, may: Names, mayNot: Names): Attempt => ({ what, sql, may, mayNot });
/** Like one that somebody may do, but for one value. */
const never = (what: string, sql: string, ...mayNot: Names): Attempt => ({ what, sql, may: [], mayNot });

const ME = 'Me';
const NEIGHBOUR = 'neighbour';
const OPERATOR = 'operator of local';
const THERAPIST = 'therapist of local';
const RESEARCHER = 'researcher of local';
const SUMMARIES = 'reader of summaries';
const DIARY = 'reader of the diary';
const OTHERS = [NEIGHBOUR, THERAPIST, RESEARCHER, 'operator of other'];
const HERE = 1;
const ELSEWHERE = 2;

const person = (name: string): string => `named.person('${name}')`;
const wearer = (name: string): string => `named.wearer('${name}')`;
const study = (name: string): string => `named.study('study of ${name}')`;

const newPerson = (tenant: number): string =>
  `insert into person (tenant_id, name, roles) values (${tenant}, 'x', '{operator}')`;
const newWearer = (tenant: number): string =>
  `insert into wearer (tenant_id, person_id) values (${tenant}, ${person('newcomer')})`;
const account = (whose: string): string =>
  `insert into account (person_id, login, password_hash) values (${person(whose)}, 'x', 'x')`;
const session = (whose: string): string =>
  `insert into browser_session (secret_sha256, person_id, expires_at) values (sha256('x'), ${person(whose)}, now())`;
const tokenOf = (tenant: number, whose: string): string =>
  `insert into access_token (kind, secret_sha256, tenant_id, person_id, name, scopes, expires_at)
    values ('personal', sha256('x'), ${tenant}, ${person(whose)}, 'x', '{}', now())`;
const gatewayOf = (whose: string, worn: string): string =>
  `insert into access_token (kind, secret_sha256, tenant_id, person_id, wearer_id, name, scopes, expires_at)
    values ('gateway', sha256('x'), 1, ${person(whose)}, ${wearer(worn)}, 'x', '{}', now())`;
const end = (kind: string, whose: string): string =>
  `update access_token set revoked_at = now() where kind = '${kind}' and person_id = ${person(whose)}`;
const pairing = (tenant: number, whose: string, worn: string): string =>
  `insert into pairing_code (code_sha256, tenant_id, person_id, wearer_id, expires_at)
    values (sha256('y'), ${tenant}, ${person(whose)}, ${wearer(worn)}, now())`;
const look = (tenant: number, whose: string): string =>
  `insert into audit_log (tenant_id, actor_person_id, action) values (${tenant}, ${person(whose)}, 'x')`;

const ROLES = `update person set roles = '{operator}' where name = '${NEIGHBOUR}'`;
const PASSWORD = `update account set password_hash = 'y' where person_id = ${person(NEIGHBOUR)}`;
const SIGN_OUT = `delete from browser_session where person_id = ${person(NEIGHBOUR)}`;
const NO_PAIRING = `delete from pairing_code where person_id = ${person(ME)}`;

const ACCOUNTS: readonly Attempt[] = [
  tries('a person', newPerson(HERE), [OPERATOR], OTHERS),
  never('a person elsewhere', newPerson(ELSEWHERE), OPERATOR),
  tries('a wearer', newWearer(HERE), [OPERATOR], OTHERS),
  never('a wearer elsewhere', newWearer(ELSEWHERE), OPERATOR),
  tries('other roles', ROLES, [OPERATOR], OTHERS),
  tries('an account', account('newcomer'), [OPERATOR], ['newcomer', ...OTHERS]),
  tries('a password', PASSWORD, [NEIGHBOUR], [OPERATOR, THERAPIST]),
  tries('a session', session(NEIGHBOUR), [NEIGHBOUR], [OPERATOR, THERAPIST]),
  tries('the end of a session', SIGN_OUT, [NEIGHBOUR], [OPERATOR, THERAPIST]),
  tries('a token', tokenOf(HERE, NEIGHBOUR), [NEIGHBOUR], [OPERATOR, THERAPIST]),
  never('a token elsewhere', tokenOf(ELSEWHERE, NEIGHBOUR), NEIGHBOUR),
  tries('a token of a gateway', gatewayOf(NEIGHBOUR, NEIGHBOUR), [NEIGHBOUR], [ME, OPERATOR]),
  never('a gateway that stores for another', gatewayOf(NEIGHBOUR, ME), NEIGHBOUR),
  tries('the end of a gateway', end('gateway', NEIGHBOUR), [NEIGHBOUR, OPERATOR], [THERAPIST]),
  tries('the end of a program', end('personal', THERAPIST), [THERAPIST], [OPERATOR, NEIGHBOUR]),
  tries('a pairing code', pairing(HERE, NEIGHBOUR, NEIGHBOUR), [NEIGHBOUR], [OPERATOR]),
  never('a pairing code elsewhere', pairing(ELSEWHERE, NEIGHBOUR, NEIGHBOUR), NEIGHBOUR),
  never('a pairing code of another', pairing(HERE, ME, NEIGHBOUR), NEIGHBOUR),
  never('a pairing code for another', pairing(HERE, NEIGHBOUR, ME), NEIGHBOUR),
  tries('the end of a pairing code', NO_PAIRING, [ME], [OPERATOR, NEIGHBOUR]),
  tries('a look of one’s own', look(HERE, NEIGHBOUR), [NEIGHBOUR], [OPERATOR, ME]),
  never('a look written down elsewhere', look(ELSEWHERE, NEIGHBOUR), NEIGHBOUR),
  tries('how long data are kept', 'update tenant set raw_days = 1', [OPERATOR], [NEIGHBOUR, THERAPIST]),
];

const newStudy = (tenant: number): string =>
  `insert into study (tenant_id, name, purpose) values (${tenant}, 'x', 'x')`;
const member = (of: string, whom: string): string =>
  `insert into study_member values (${study(of)}, ${person(whom)})`;
const CLOSED = `update study set closed_at = now() where id = ${study('local')}`;
const NO_MEMBER = `delete from study_member where study_id = ${study('local')}`;

const STUDIES: readonly Attempt[] = [
  tries('a study', newStudy(HERE), [OPERATOR], OTHERS),
  never('a study elsewhere', newStudy(ELSEWHERE), OPERATOR),
  tries('the end of a study', CLOSED, [OPERATOR], OTHERS),
  tries('a researcher', member('local', THERAPIST), [OPERATOR], OTHERS),
  never('a researcher of a study elsewhere', member('other', THERAPIST), OPERATOR),
  never('a researcher from elsewhere', member('local', 'researcher of other'), OPERATOR),
  tries('a researcher less', NO_MEMBER, [OPERATOR], OTHERS),
];

const consent = (tenant: number, whose: string, grantee: string, withdrawn = 'null'): string =>
  `insert into consent (tenant_id, wearer_id, grantee_${grantee.startsWith('named.study') ? 'study' : 'person'}_id,
      purpose, scopes, valid_until, withdrawn_at)
    values (${tenant}, ${wearer(whose)}, ${grantee}, 'x', '{raw}', now() + interval '1 h', ${withdrawn})`;
const joins = (tenant: number, whose: string, which: string): string =>
  `insert into participant (study_id, wearer_id, tenant_id, pseudonym)
    values (${study(which)}, ${wearer(whose)}, ${tenant}, 'p9')`;
const WITHDRAWN = `update consent set withdrawn_at = now() where wearer_id = ${wearer(ME)}`;
const LEFT = `update participant set left_at = now() where wearer_id = ${wearer(ME)}`;

const CONSENTS: readonly Attempt[] = [
  tries('a consent', consent(HERE, NEIGHBOUR, person(THERAPIST)), [NEIGHBOUR], [ME, OPERATOR, THERAPIST]),
  never('a consent elsewhere', consent(ELSEWHERE, NEIGHBOUR, person(THERAPIST)), NEIGHBOUR),
  never('a consent for a stranger', consent(HERE, NEIGHBOUR, person('therapist of other')), NEIGHBOUR),
  tries('a consent for a study', consent(HERE, NEIGHBOUR, study('local')), [NEIGHBOUR], [ME, RESEARCHER]),
  never('a consent for a study elsewhere', consent(HERE, NEIGHBOUR, study('other')), NEIGHBOUR),
  never('a consent withdrawn before', consent(HERE, NEIGHBOUR, person(THERAPIST), 'now()'), NEIGHBOUR),
  tries('the end of a consent', WITHDRAWN, [ME], [NEIGHBOUR, OPERATOR, DIARY]),
  never('a consent that does not end', 'update consent set withdrawn_at = null', ME),
  tries('taking part', joins(HERE, NEIGHBOUR, 'local'), [NEIGHBOUR], [ME, OPERATOR, RESEARCHER]),
  never('taking part in a study elsewhere', joins(HERE, NEIGHBOUR, 'other'), NEIGHBOUR),
  never('taking part from elsewhere', joins(ELSEWHERE, NEIGHBOUR, 'local'), NEIGHBOUR),
  tries('leaving a study', LEFT, [ME], [NEIGHBOUR, OPERATOR, RESEARCHER]),
];

type Said = (tenant: number, of: string, by: string) => string;
const label: Said = (tenant, of, by) =>
  `insert into label (tenant_id, wearer_id, author_person_id, start_at, end_at, state)
    values (${tenant}, ${wearer(of)}, ${person(by)}, now(), now() + interval '1 h', 1)`;
const note: Said = (tenant, of, by) =>
  `insert into note (tenant_id, wearer_id, author_person_id, at, kind, text)
    values (${tenant}, ${wearer(of)}, ${person(by)}, now(), 'note', 'x')`;
const plan: Said = (tenant, of, by) =>
  `insert into plan (tenant_id, wearer_id, author_person_id, settings)
    values (${tenant}, ${wearer(of)}, ${person(by)}, '{}')`;

const saying = (what: string, says: Said): Attempt[] => [
  tries(what, says(HERE, ME, DIARY), [DIARY], [ME, THERAPIST, OPERATOR]),
  tries(`${what} of oneself`, says(HERE, ME, ME), [ME], [DIARY, NEIGHBOUR]),
  never(`${what} elsewhere`, says(ELSEWHERE, ME, DIARY), DIARY),
  never(`${what} about somebody else`, says(HERE, NEIGHBOUR, DIARY), DIARY),
  never(`${what} with a consent for summaries`, says(HERE, ME, SUMMARIES), SUMMARIES),
];

/** By those who said it, as long as the diary is open to them. */
const changing = (what: string, sql: string): Attempt[] => [
  tries(`${what}, by a wearer`, `${sql} = ${person(ME)}`, [ME], [DIARY, SUMMARIES, NEIGHBOUR, OPERATOR]),
  tries(`${what}, by another`, `${sql} = ${person(DIARY)}`, [DIARY], [ME, SUMMARIES, NEIGHBOUR, OPERATOR]),
  never(`${what}, by one who may see it no more`, `${sql} = ${person(THERAPIST)}`, THERAPIST),
];

const DIARIES: readonly Attempt[] = [
  ...[...saying('a label', label), ...saying('a note', note), ...saying('a plan', plan)],
  ...changing('a label taken back', 'update label set withdrawn_at = now() where author_person_id'),
  ...changing('another note', "update note set text = 'y' where author_person_id"),
  ...changing('a note less', 'delete from note where author_person_id'),
];

type Told = (tenant: number, of: string) => string;
const alert: Told = (tenant, of) =>
  `insert into alert (tenant_id, wearer_id, raised_at, kind, reason)
    values (${tenant}, ${wearer(of)}, '2020-01-01Z', 'y', 'y')`;
const settings: Told = (tenant, of) =>
  `insert into nudge_setting (tenant_id, wearer_id, settings) values (${tenant}, ${wearer(of)}, '{}')`;
const snooze: Told = (tenant, of) =>
  `insert into nudge_event (tenant_id, wearer_id, event) values (${tenant}, ${wearer(of)}, '{}')`;
const telling = (what: string, tells: Told): Attempt[] => [
  tries(what, tells(HERE, NEIGHBOUR), [NEIGHBOUR], [ME, OPERATOR]),
  never(`${what} for one who lets summaries be seen`, tells(HERE, ME), SUMMARIES),
  never(`${what} elsewhere`, tells(ELSEWHERE, NEIGHBOUR), NEIGHBOUR),
];
const SETTINGS = "update nudge_setting set settings = '{}'";

const REMINDERS: readonly Attempt[] = [
  ...[...telling('a reminder', alert), ...telling('settings', settings), ...telling('a snooze', snooze)],
  tries('an answer', "update alert set answer = 'x'", [ME], [SUMMARIES, NEIGHBOUR, OPERATOR]),
  tries('other settings', SETTINGS, [ME], [SUMMARIES, NEIGHBOUR, OPERATOR]),
];

const order = (tenant: number, whose: string, of: string): string =>
  `insert into job (tenant_id, person_id, wearer_id, kind)
    values (${tenant}, ${person(whose)}, ${wearer(of)}, 'export')`;
const report = (tenant: number, whose: string): string =>
  `insert into deletion (tenant_id, person_id, kind, removed) values (${tenant}, ${person(whose)}, 'range', '{}')`;
const called = (whose: string, tenant: number): string =>
  `insert into sensor_choice (person_id, sensor_id, tenant_id, name)
    values (${person(whose)}, named.sensor(${tenant}), 1, 'x')`;
const NO_ORDER = `update job set state = 'cancelled' where person_id = ${person(DIARY)}`;
const RENAMED = `update sensor_choice set name = 'y' where person_id = ${person(ME)}`;

const ORDERS: readonly Attempt[] = [
  tries('an order', order(HERE, DIARY, ME), [DIARY], [ME, NEIGHBOUR, OPERATOR]),
  never('an order about one who lets nobody see', order(HERE, DIARY, NEIGHBOUR), DIARY),
  never('an order elsewhere', order(ELSEWHERE, DIARY, ME), DIARY),
  tries('the end of an order', NO_ORDER, [DIARY], [ME, OPERATOR, SUMMARIES]),
  tries('a report of what was deleted', report(HERE, ME), [ME], [OPERATOR, NEIGHBOUR]),
  never('a report elsewhere', report(ELSEWHERE, ME), ME),
  tries('a name of a device', called(DIARY, HERE), [DIARY], [ME, OPERATOR]),
  never('a name of a device out of sight', called('newcomer', HERE), 'newcomer'),
  never('a name of a device elsewhere', called(DIARY, ELSEWHERE), DIARY),
  tries('another name of a device', RENAMED, [ME], [OPERATOR, NEIGHBOUR]),
];

export const ATTEMPTS: readonly Attempt[] = [
  ...[...ACCOUNTS, ...STUDIES, ...CONSENTS, ...DIARIES, ...REMINDERS, ...ORDERS],
];
