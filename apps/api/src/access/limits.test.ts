import { problemCode, problemSchema } from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SETUP_CODE, TestPeople, type TestPerson } from '../testing/test-people.ts';
import { RULES } from './rules.ts';

let server: TestServer;
let people: TestPeople;

beforeAll(async () => {
  server = await startTestServer();
  people = await TestPeople.start(server);
});
afterAll(async () => {
  await people?.stop();
  await server?.stop();
});

/** More than anybody has, also where a machine is so busy that some come back meanwhile. */
const TRIES = 16;
const MOST_WAIT_S = 10;
const WRONG = 'wrong password';

async function codeOf(response: Response): Promise<string | null> {
  return response.ok ? null : problemCode(problemSchema.parse(await response.json()));
}

/** Whether it says when to come again: soon, and not at once. */
function waitOf(response: Response): boolean {
  const waitS = Number(response.headers.get('retry-after'));
  return waitS > 0 && waitS <= MOST_WAIT_S;
}

/** The last of more tries than anybody has. */
async function lastOf(ask: (n: number) => Promise<Response>): Promise<Response> {
  for (let n = 1; n < TRIES; n++) await (await ask(n)).arrayBuffer();
  return ask(TRIES);
}

const PROOFS = [
  'POST /v1/setup',
  'POST /v1/session',
  'POST /v1/demo/session',
  'POST /v1/account/recovery',
  'POST /v1/pair',
];
const OWN = ['PUT /v1/account/password', 'GET /v1/account/record', 'POST /v1/people/:id/recovery-codes'];

const tries = (route: string, who: TestPerson): Promise<Response> => {
  const [method, path] = route.replace(':id', crypto.randomUUID()).split(' ') as [string, string];
  return who.ask(method, path, method === 'GET' ? undefined : {});
};

describe('where guessing is worth while', () => {
  test('is said in the rules', () => {
    const guarded = Object.keys(RULES).filter((route) => RULES[route]!.guarded);
    expect(guarded.sort()).toEqual([...PROOFS, ...OWN].sort());
  });

  test.each(PROOFS)('an address tires of it, and no other: %s', async (route) => {
    const guesser = people.anonymous();
    const last = await lastOf(() => tries(route, guesser));
    expect([last.status, waitOf(last)]).toEqual([429, true]);
    expect(await codeOf(last)).toBe('too_many_tries');
    expect((await tries(route, people.anonymous())).status).not.toBe(429);
  });

  test.each(OWN)('a person tires of it, from wherever they ask: %s', async (route) => {
    const login = `own ${OWN.indexOf(route)}`;
    const { headers } = await people.add(login, 'operator', 'wearer');
    const last = await lastOf(() => tries(route, people.anonymous({ cookie: headers.cookie! })));
    expect([last.status, waitOf(last)]).toEqual([429, true]);
    expect((await tries(route, people.first)).status).not.toBe(429);
  });

  test('an account tires of it, from wherever and however its login is written', async () => {
    await people.add('wanted', 'therapist');
    const guess = (n: number): Promise<Response> => {
      const login = n % 2 === 0 ? 'wanted' : 'WANTED';
      return people.anonymous().ask('POST', '/v1/session', { login, password: WRONG });
    };
    const last = await lastOf(guess);
    expect([last.status, await codeOf(last)]).toEqual([401, 'too_many_tries']);
    expect(await people.anonymous().signIn('first')).toBeDefined();
  });
});

describe('whoever asks too often', () => {
  const AT_ONCE = 80;
  const MOST = 4_000;

  /** Until somebody has to wait. How many were answered before; null: everybody was. */
  async function untilTold(most: number, address: (n: number) => string): Promise<number | null> {
    const ask = async (n: number): Promise<number> => {
      const headers = { 'x-forwarded-for': address(n) };
      const response = await fetch(`${people.api.url}/v1/session`, { headers });
      await response.arrayBuffer();
      return response.status;
    };
    for (let n = 0; n < most; n += AT_ONCE) {
      const statuses = await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => ask(n + i)));
      expect([401, 429]).toEqual(expect.arrayContaining(statuses));
      if (statuses.includes(429)) return n;
    }
    return null;
  }

  test('has to wait, and nobody else', async () => {
    const told = await untilTold(MOST, () => '10.9.9.9');
    expect(told).toBeGreaterThanOrEqual(300 - AT_ONCE);
    expect(await untilTold(5 * AT_ONCE, (n) => `10.8.${n >> 8}.${n & 255}`)).toBeNull();
  });

  test('is not believed to come from elsewhere, but by a proxy that is known', async () => {
    const accounts = { publicUrl: null, tls: null, proxies: [], secureCookies: false, setupCode: SETUP_CODE };
    const direct = await TestPeople.start(server, { accounts });
    const guess = (): Promise<Response> =>
      direct.anonymous().ask('POST', '/v1/session', { login: 'first', password: WRONG });
    expect((await lastOf(guess)).status).toBe(429);
    await direct.stop();
  });
});
