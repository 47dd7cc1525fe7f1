import {
  type GatewayMessage,
  gatewayMessageSchema,
  LIVE_PROTOCOL,
  liveClientMessageSchema,
  type Role,
  SCOPES,
  type Scope,
} from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { streamFrames } from '../testing/records.ts';
import { TestDashboard } from '../testing/test-dashboard.ts';
import { TestGateway } from '../testing/test-gateway.ts';
import { TestPeople, type TestPerson } from '../testing/test-people.ts';
import { LIVE_RULES, RULES, type Rule } from './rules.ts';

/** Somebody, and what is true of them, from which follows what they may do. */
interface Principal {
  readonly person: TestPerson;
  /** Null: nobody is signed in. */
  readonly roles: readonly Role[] | null;
  readonly viaToken: boolean;
  /** Of the wearer whose data are asked for. */
  readonly sees: readonly Scope[];
}

let server: TestServer;
let people: TestPeople;
let wearerId: string;
const principals: Record<string, Principal> = {};

beforeAll(async () => {
  server = await startTestServer();
  people = await TestPeople.start(server);
  await makePrincipals();
});
afterAll(async () => {
  await people?.stop();
  await server?.stop();
});

const signedIn = (person: TestPerson, roles: Role[], sees: readonly Scope[] = []): Principal => ({
  ...{ person, roles, sees, viaToken: false },
});

async function makePrincipals(): Promise<void> {
  const wearer = await people.add('wearer', 'wearer');
  wearerId = (await wearer.me()).wearer!;
  principals.nobody = { person: people.anonymous(), roles: null, viaToken: false, sees: [] };
  principals['a stranger with a made-up token'] = {
    ...principals.nobody,
    person: people.bearer('plp_nothing'),
  };
  principals['the wearer'] = signedIn(wearer, ['wearer'], SCOPES);
  principals['another wearer'] = signedIn(await people.add('other', 'wearer'), ['wearer']);
  principals['an operator'] = signedIn(await people.add('operator', 'operator'), ['operator']);
  await makeTherapists(wearer);
  await makeFormerTherapists(wearer);
  await makeResearchers(wearer);
  await makeTokens(wearer);
  await makeForeigners();
}

async function makeTherapists(wearer: TestPerson): Promise<void> {
  for (const scopes of [[], ...SCOPES.map((scope) => [scope]), SCOPES]) {
    const of = scopes.length === SCOPES.length ? 'everything' : (scopes[0] ?? 'nothing');
    const therapist = await people.add(`therapist-${of}`, 'therapist');
    if (scopes.length > 0) await wearer.consent((await therapist.me()).person, scopes);
    principals[`a therapist with consent for ${of}`] = signedIn(therapist, ['therapist'], scopes);
  }
  const both = await people.add('both', 'wearer', 'therapist');
  await wearer.consent((await both.me()).person, ['detail']);
  principals['a therapist who wears a sensor too'] = signedIn(both, ['wearer', 'therapist'], ['detail']);
}

/** Everything was consented to, and none of it is in force. */
async function makeFormerTherapists(wearer: TestPerson): Promise<void> {
  const given = async (name: string): Promise<{ person: TestPerson; id: string; consent: string }> => {
    const person = await people.add(name, 'therapist');
    const id = (await person.me()).person;
    return { person, id, consent: await wearer.consent(id, SCOPES) };
  };
  const withdrawn = await given('former');
  await wearer.json('DELETE', `/v1/consents/${withdrawn.consent}`);
  principals['a therapist whose consent was withdrawn'] = signedIn(withdrawn.person, ['therapist']);
  const expired = await given('late');
  await changeConsent(
    expired.consent,
    "valid_from = now() - interval '2 d', valid_until = now() - interval '1 s'",
  );
  principals['a therapist whose consent has run out'] = signedIn(expired.person, ['therapist']);
  const early = await given('early');
  await changeConsent(early.consent, "valid_from = now() + interval '1 h'");
  principals['a therapist whose consent has not begun'] = signedIn(early.person, ['therapist']);
  const off = await given('off');
  await people.first.json('PATCH', `/v1/people/${off.id}`, { disabled: true });
  principals['a therapist whose access is off'] = { ...principals.nobody!, person: off.person };
  const demoted = await given('demoted');
  await people.api.rows(`update person set roles = '{operator}' where uuid = $1`, [demoted.id]);
  principals['a therapist who is an operator now'] = signedIn(demoted.person, ['operator']);
}

const changeConsent = (id: string, changes: string): Promise<unknown> =>
  people.api.rows(`update consent set ${changes} where id = $1`, [id]);

async function makeResearchers(wearer: TestPerson): Promise<void> {
  const outside = await people.add('outside', 'researcher');
  principals['a researcher outside the study'] = signedIn(outside, ['researcher']);
  // Only an export in the name of the study opens what was consented to.
  for (const state of ['open', 'closed']) {
    const researcher = await people.add(`researcher-${state}`, 'researcher');
    const members = [(await researcher.me()).person];
    const study = { name: state, purpose: 'research', members };
    const { id } = await people.first.json<{ id: string }>('POST', '/v1/studies', study);
    await wearer.consentTo({ kind: 'study', id }, ['summary']);
    if (state === 'closed') await people.first.json('PATCH', `/v1/studies/${id}`, { closed: true });
    principals[`a researcher of a study that is ${state}`] = signedIn(researcher, ['researcher']);
  }
}

async function makeTokens(wearer: TestPerson): Promise<void> {
  const token = async (of: TestPerson, scopes: readonly Scope[]): Promise<TestPerson> =>
    people.bearer((await of.token('personal', scopes)).secret);
  principals['the wearer’s token'] = {
    ...signedIn(await token(wearer, SCOPES), ['wearer'], SCOPES),
    viaToken: true,
  };
  principals['the wearer’s token for summaries'] = {
    ...signedIn(await token(wearer, ['summary']), ['wearer'], ['summary']),
    viaToken: true,
  };
  const { person: therapist } = principals['a therapist with consent for everything']!;
  principals['a therapist’s token for raw samples'] = {
    ...signedIn(await token(therapist, ['raw']), ['therapist'], ['raw']),
    viaToken: true,
  };
  const revoked = await wearer.token('personal');
  await wearer.json('DELETE', `/v1/tokens/${revoked.id}`);
  principals['a token that was revoked'] = { ...principals.nobody!, person: people.bearer(revoked.secret) };
  const gateway = people.bearer((await wearer.token('gateway')).secret);
  principals['the wearer’s gateway'] = { ...principals.nobody!, person: gateway };
}

/** In another tenant, and a consent is said to be theirs: nobody can give one, and it would open nothing. */
async function makeForeigners(): Promise<void> {
  const foreigner = await people.add('foreigner', 'therapist', 'operator');
  const { person } = await foreigner.me();
  await principals['the wearer']!.person.consent(person, SCOPES);
  await people.api.rows(`with abroad as (insert into tenant (name) values ('abroad') returning id)
    update person set tenant_id = abroad.id from abroad where uuid = '${person}'`);
  principals['a therapist and operator of another tenant'] = signedIn(foreigner, ['therapist', 'operator']);
}

type Outcome = 'sign in' | 'not this way' | 'no such wearer' | 'let in';

function expected(rule: Rule, { roles, viaToken, sees }: Principal): Outcome {
  if (rule.who === 'anyone') return 'let in';
  if (roles === null) return 'sign in';
  if (viaToken && !rule.tokens) return 'not this way';
  if (!roles.some((role) => rule.who.includes(role))) return 'not this way';
  return rule.of === null || sees.includes(rule.of) ? 'let in' : 'no such wearer';
}

/** Bodies are left out and ids made up: who is let in learns that they do not fit, and nothing is changed. */
async function outcome(person: TestPerson, route: string): Promise<Outcome> {
  const [method, path] = route.split(' ') as [string, string];
  const target = `${path.replace(':id', crypto.randomUUID()).replace(':date', '2026-11-21').replace('*', '')}?wearer=${wearerId}`;
  const body = ['POST', 'PUT', 'PATCH'].includes(method) ? {} : undefined;
  const response = await person.ask(method, target, body);
  const { status } = response;
  if (status >= 500) throw new Error(`${route}: ${status}`);
  const said = status < 400 ? '' : await response.text();
  if (status === 401 && said.includes('Sign in first')) return 'sign in';
  if (status === 403 && /This is for|Tokens may not/.test(said)) return 'not this way';
  return status === 404 && said.includes('There is no wearer') ? 'no such wearer' : 'let in';
}

const SIGN_OUT = 'DELETE /v1/session';
const ROUTES = Object.keys(RULES).filter((route) => route !== 'GET /*' && route !== SIGN_OUT);

async function expectAsTheRuleSays(route: string): Promise<void> {
  const wanted: Record<string, Outcome> = {};
  const found: Record<string, Outcome> = {};
  for (const [name, principal] of Object.entries(principals)) {
    wanted[name] = expected(RULES[route]!, principal);
    found[name] = await outcome(principal.person, route);
  }
  expect(found).toEqual(wanted);
}

describe('each route lets in whom its rule says', () => {
  test.each(ROUTES)('%s', expectAsTheRuleSays);
});

describe('each message of the live websocket is heard from whom its rule says', () => {
  test.each(Object.keys(LIVE_RULES) as (keyof typeof LIVE_RULES)[])('%s', async (type) => {
    const wanted: Record<string, boolean> = {};
    const found: Record<string, boolean> = {};
    for (const [name, principal] of Object.entries(principals)) {
      wanted[name] = expected(LIVE_RULES[type], principal) === 'let in';
      const dashboard = await TestDashboard.open(people.api.url, principal.person.headers);
      dashboard.send({ type, protocol: LIVE_PROTOCOL, wearer: wearerId });
      await dashboard.until((message) => message.type === 'state' || message.type === 'error');
      found[name] = dashboard.messages[0]?.type === 'state';
      await dashboard.close();
    }
    expect(found).toEqual(wanted);
  });
});

/** One of each kind that the protocol knows; records travel in binary frames. */
const OF_GATEWAYS: Readonly<Record<GatewayMessage['type'] | 'records', (gateway: TestGateway) => void>> = {
  hello: (gateway) => gateway.hello(),
  status: (gateway) => gateway.status(),
  records: (gateway) => gateway.send(...streamFrames(crypto.randomUUID(), OPTIONS, 10, 10)),
};
const OPTIONS = { sessionId: crypto.randomUUID(), startUs: 1_795_000_000_000_000 };

describe('each message of the ingest websocket is heard from gateways alone', () => {
  test.each(Object.keys(OF_GATEWAYS) as (keyof typeof OF_GATEWAYS)[])('%s', async (kind) => {
    for (const [name, { person }] of Object.entries(principals)) {
      const gateway = await TestGateway.open(people.api.url, person.headers);
      OF_GATEWAYS[kind](gateway);
      const reply = await gateway.until(() => true);
      const heard = kind === 'hello' && name === 'the wearer’s gateway';
      expect([name, reply.type]).toEqual([name, heard ? 'welcome' : 'refused']);
      await gateway.close();
    }
  });

  test('and nothing but these is a message', () => {
    const types = gatewayMessageSchema.options.map(({ shape }) => shape.type.value);
    expect([...types, 'records'].sort()).toEqual(Object.keys(OF_GATEWAYS).sort());
    const live = liveClientMessageSchema.options.map(({ shape }) => shape.type.value);
    expect(live).toEqual(Object.keys(LIVE_RULES));
  });
});

describe('looking at another’s data', () => {
  test('is written down, and the wearer can read it', async () => {
    const log = await principals['the wearer']!.person.json<{ actor: string; action: string }[]>(
      'GET',
      '/v1/audit',
    );
    expect(log).toContainEqual(
      expect.objectContaining({ actor: 'therapist-detail', action: 'GET /v1/today', wearer: wearerId }),
    );
    expect(log).toContainEqual(expect.objectContaining({ actor: 'therapist-live', action: 'live' }));
    expect(log.filter(({ actor, action }) => actor === 'wearer' && action.startsWith('GET'))).toEqual([]);
  });
});

// The last: whoever is signed in is so no more.
describe('signing out', () => {
  test('is for whoever is signed in', async () => {
    await expectAsTheRuleSays(SIGN_OUT);
    expect((await principals['the wearer']!.person.ask('GET', '/v1/session')).status).toBe(401);
  });
});
