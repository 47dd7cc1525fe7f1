import type { Client } from 'pg';
import { castMember, uuidOf, type WearerKey } from './cast.ts';
import { STORY_DAYS } from './demo-days.ts';
import { PRESCRIPTION_DAY, TREATMENT_DAY } from './habits-of.ts';

interface DemoConsent {
  readonly of: WearerKey;
  readonly to: 'therapist' | 'study';
  readonly purpose: string;
  readonly scopes: readonly string[];
  /** Days from now. */
  readonly given: number;
  readonly until: number;
  readonly withdrawn: number | null;
}

const ALL = ['summary', 'detail', 'raw', 'live', 'diary'];
const STUDY = 'Sitting, turning and load in office work: how much do twelve weeks tell?';

/** To the therapist one full, one limited, one withdrawn; to the study two. */
const CONSENTS: readonly DemoConsent[] = [
  {
    of: 'seated',
    to: 'therapist',
    purpose: 'Treatment of my lower back',
    scopes: ALL,
    given: -80,
    until: 120,
    withdrawn: null,
  },
  {
    of: 'turning',
    to: 'therapist',
    purpose: 'Turning exercises',
    scopes: ['summary', 'detail'],
    given: -60,
    until: 10,
    withdrawn: null,
  },
  {
    of: 'hybrid',
    to: 'therapist',
    purpose: 'One consultation',
    scopes: ['summary', 'detail', 'diary'],
    given: -50,
    until: 40,
    withdrawn: -9,
  },
  {
    of: 'seated',
    to: 'study',
    purpose: STUDY,
    scopes: ['summary', 'detail'],
    given: -75,
    until: 290,
    withdrawn: null,
  },
  {
    of: 'hybrid',
    to: 'study',
    purpose: STUDY,
    scopes: ALL.filter((scope) => scope !== 'live'),
    given: -70,
    until: 290,
    withdrawn: null,
  },
];

const STUDY_SQL = `
  with opened as (
    insert into study (uuid, tenant_id, name, purpose, created_at)
    select $1, tenant_id, 'Office backs', $2, now() - interval '81 days' from person where uuid = $3 returning id)
  insert into study_member (study_id, person_id) select opened.id, person.id from opened, person where uuid = $3`;
const CONSENT_SQL = `
  insert into consent (id, tenant_id, wearer_id, grantee_person_id, grantee_study_id, purpose, scopes, valid_from,
    valid_until, given_at, withdrawn_at)
  select $1, w.tenant_id, w.id, (select id from person where uuid = $3), (select id from study where uuid = $4), $5, $6,
    now() + $7::int * interval '1 day', now() + $8::int * interval '1 day', now() + $7::int * interval '1 day', now() + $9::int * interval '1 day'
  from wearer w where w.pseudonym = $2`;
const PARTICIPANT_SQL = `
  insert into participant (study_id, wearer_id, tenant_id, pseudonym, date_shift_days, enrolled_at)
  select s.id, w.id, w.tenant_id, $3, $4, now() + $5::int * interval '1 day' from study s, wearer w
  where s.uuid = $1 and w.pseudonym = $2`;
const AUDIT_SQL = `
  insert into audit_log (at, tenant_id, actor_person_id, action, wearer_id, detail)
  select now() + $3::int * interval '1 day', p.tenant_id, p.id, $4, w.id, '{}' from person p, wearer w
  where p.uuid = $1 and w.pseudonym = $2`;
const PLAN_SQL = `
  insert into plan (id, tenant_id, wearer_id, author_person_id, created_at, settings)
  select $1, w.tenant_id, w.id, p.id, now() + $4::int * interval '1 day', $5 from wearer w, person p
  where w.pseudonym = $2 and p.uuid = $3`;

const SETTINGS_SQL = `
  insert into nudge_setting (wearer_id, tenant_id, settings) select id, tenant_id, $2 from wearer where pseudonym = $1`;
const BREAK_AFTER_S = 1_800;

const PSEUDONYMS: Partial<Record<WearerKey, readonly [pseudonym: string, shiftDays: number]>> = {
  seated: ['P204117', -91],
  hybrid: ['P630952', -203],
};

/** Who sees what of whom, with what was agreed on; each written down as if people had done it. */
export async function consentsAndStudy(client: Client): Promise<void> {
  const study = uuidOf('study');
  await client.query(STUDY_SQL, [study, STUDY, castMember('researcher').person]);
  for (const consent of CONSENTS) await giveConsent(client, consent, study);
  await writeDown(client);
  await client.query(SETTINGS_SQL, [
    castMember('seated').wearer,
    JSON.stringify({ limitS: BREAK_AFTER_S, dailyCap: 8 }),
  ]);
  await agree(client, 'seated', TREATMENT_DAY, {
    breakMin: { least: 2, most: 5 },
    breaksPerDay: { least: 5, most: 12 },
  });
  await agree(client, 'turning', PRESCRIPTION_DAY, { favoured: { side: 'left', ratio: 1.5 } });
}

async function giveConsent(client: Client, consent: DemoConsent, study: string): Promise<void> {
  const { of, to, purpose, scopes, given, until, withdrawn } = consent;
  const wearer = castMember(of);
  const grantee = to === 'study' ? [null, study] : [castMember('therapist').person, null];
  const id = uuidOf(`consent ${of} ${to}`);
  await client.query(CONSENT_SQL, [id, wearer.wearer, ...grantee, purpose, scopes, given, until, withdrawn]);
  const participant = to === 'study' ? PSEUDONYMS[of] : undefined;
  if (participant) await client.query(PARTICIPANT_SQL, [study, wearer.wearer, ...participant, given]);
}

/** In order of time, as the access log is read. */
async function writeDown(client: Client): Promise<void> {
  const deeds = CONSENTS.flatMap(({ of, given, withdrawn }) => [
    { of, day: given, action: 'consent given' },
    ...(withdrawn === null ? [] : [{ of, day: withdrawn, action: 'consent withdrawn' }]),
  ]);
  for (const { of, day, action } of deeds.sort((a, b) => a.day - b.day)) {
    const { person, wearer } = castMember(of);
    await client.query(AUDIT_SQL, [person, wearer, day, action]);
  }
}

async function agree(client: Client, of: WearerKey, day: number, settings: object): Promise<void> {
  const { wearer } = castMember(of);
  const therapist = castMember('therapist').person;
  const daysFromNow = day + 1 - STORY_DAYS;
  await client.query(PLAN_SQL, [
    uuidOf(`plan ${of}`),
    wearer,
    therapist,
    daysFromNow,
    JSON.stringify(settings),
  ]);
}
