import { LIVE_PROTOCOL, type Role, SCOPES, type Scope } from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestDashboard } from '../testing/test-dashboard.ts';
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

async function makePrincipals(): Promise<void> {
  const signedIn = (person: TestPerson, roles: Role[], sees: readonly Scope[] = []): Principal => ({
    ...{ person, roles, sees, viaToken: false },
  });
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
  principals['a researcher outside the study'] = signedIn(await people.add('outside', 'researcher'), [
    'researcher',
  ]);
  for (const scopes of [[], ['summary'], ['detail', 'raw', 'live']] as const) {
    const therapist = await people.add(`therapist-${scopes.length}`, 'therapist');
    if (scopes.length > 0) await wearer.consent((await therapist.me()).person, scopes);
    principals[`a therapist with consent for ${scopes.join(', ') || 'nothing'}`] = signedIn(
      therapist,
      ['therapist'],
      scopes,
    );
  }
  await makeTokens(wearer, signedIn);
}

async function makeTokens(
  wearer: TestPerson,
  signedIn: (person: TestPerson, roles: Role[], sees?: readonly Scope[]) => Principal,
): Promise<void> {
  const token = async (scopes: readonly Scope[]): Promise<TestPerson> =>
    people.bearer((await wearer.token('personal', scopes)).secret);
  principals['the wearer’s token'] = { ...signedIn(await token(SCOPES), ['wearer'], SCOPES), viaToken: true };
  principals['the wearer’s token for summaries'] = {
    ...signedIn(await token(['summary']), ['wearer'], ['summary']),
    viaToken: true,
  };
  const gateway = people.bearer((await wearer.token('gateway')).secret);
  principals['the wearer’s gateway'] = { ...principals.nobody!, person: gateway };
  const former = await people.add('former', 'therapist');
  const consent = await wearer.consent((await former.me()).person, SCOPES);
  await wearer.json('DELETE', `/v1/consents/${consent}`);
  principals['a therapist whose consent was withdrawn'] = signedIn(former, ['therapist']);
  const off = await people.add('off', 'therapist');
  await wearer.consent((await off.me()).person, SCOPES);
  await people.first.json('PATCH', `/v1/people/${(await off.me()).person}`, { disabled: true });
  principals['a therapist whose access is off'] = { ...principals.nobody!, person: off };
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

describe('the table of rules', () => {
  test('holds every route there is, and no other', async () => {
    const { paths } = await people.api.get<{ paths: Record<string, object> }>('/openapi.json');
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    const beside = ['GET /*', 'GET /openapi.json'];
    expect([...routes, ...beside].sort()).toEqual(Object.keys(RULES).sort());
  });
});

/** Signing out comes last: it does. */
const ROUTES = Object.keys(RULES)
  .filter((route) => route !== 'GET /*')
  .sort((a, b) => Number(a === 'DELETE /v1/session') - Number(b === 'DELETE /v1/session'));

describe('each route lets in whom its rule says', () => {
  test.each(ROUTES)('%s', async (route) => {
    const wanted: Record<string, Outcome> = {};
    const found: Record<string, Outcome> = {};
    if (route === 'DELETE /v1/session') return;
    for (const [name, principal] of Object.entries(principals)) {
      wanted[name] = expected(RULES[route]!, principal);
      found[name] = await outcome(principal.person, route);
    }
    expect(found).toEqual(wanted);
  });
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

describe('looking at another’s data', () => {
  test('is written down, and the wearer can read it', async () => {
    const log = await principals['the wearer']!.person.json<{ actor: string; action: string }[]>(
      'GET',
      '/v1/audit',
    );
    expect(log).toContainEqual(
      expect.objectContaining({ actor: 'therapist-3', action: 'GET /v1/today', wearer: wearerId }),
    );
    expect(log).toContainEqual(expect.objectContaining({ actor: 'therapist-3', action: 'live' }));
    expect(log.filter(({ actor, action }) => actor === 'wearer' && action.startsWith('GET'))).toEqual([]);
  });
});
