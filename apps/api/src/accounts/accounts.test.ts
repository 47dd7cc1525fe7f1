import {
  type PairingCode,
  PERSON_HEADER,
  type Problem,
  type ProblemCode,
  problemCode,
  problemSchema,
  type Token,
} from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestApi } from '../testing/test-api.ts';
import { ACCOUNTS, SETUP_CODE, TestPeople, TestPerson } from '../testing/test-people.ts';
import { makeRecoveryCode } from './local-recovery.ts';

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

const PASSWORD = 'correct horse battery staple';
const problemOf = async (response: Response): Promise<Problem & { code: ProblemCode | null }> => {
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const problem = problemSchema.parse(await response.json());
  return { ...problem, code: problemCode(problem) };
};

describe('the first account', () => {
  test('is that of the person who was here before, and there is no second first', async () => {
    expect(await people.first.me()).toMatchObject({
      name: 'First',
      roles: ['wearer', 'operator'],
      via: 'session',
    });
    const again = { code: SETUP_CODE, name: 'Second', login: 'second', password: PASSWORD };
    expect(await problemOf(await people.anonymous().ask('POST', '/v1/setup', again))).toMatchObject({
      status: 403,
      code: 'setup_code_wrong',
    });
  });

  test('is one, however many are opened at the same moment', async () => {
    const LOGINS = ['anna', 'bert', 'cleo', 'dora'];
    const api = await TestApi.start(server, { accounts: ACCOUNTS });
    const open = (login: string) => {
      const body = { code: SETUP_CODE, name: login, login, password: PASSWORD };
      return new TestPerson(api.url).ask('POST', '/v1/setup', body);
    };
    let asked: Promise<Response>[] = [];
    await api.inTransaction(async (owner) => {
      await owner.rows('lock table account in share mode');
      asked = LOGINS.map(open);
      const waiting = `select pid from pg_locks where relation = 'plumbline.account'::regclass and not granted`;
      await expect.poll(() => owner.rows(waiting)).toHaveLength(LOGINS.length);
    });
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409, 409, 409]);
    const [opened] = await api.rows<{ login: string }>('select login from account');
    const said = answers.findIndex(({ status }) => status === 204);
    expect(opened).toEqual({ login: LOGINS[said] });
    expect(await api.rows('select id from person')).toHaveLength(1);
    await api.stop();
  });
});

describe('signing in', () => {
  test('gives a cookie that scripts and other sites cannot reach', async () => {
    const response = await people
      .anonymous()
      .ask('POST', '/v1/session', { login: 'FIRST', password: PASSWORD });
    expect(response.status).toBe(204);
    expect(response.headers.get('set-cookie')).toMatch(
      /^plumbline=pls_[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/,
    );
  });

  test('does not help a token that is not valid: what is shown counts, whatever cookie comes with it', async () => {
    const headers = { ...people.first.headers, authorization: 'Bearer plp_nothing' };
    expect((await people.anonymous(headers).ask('GET', '/v1/session')).status).toBe(401);
  });

  test('is not used for a page of somebody else, whom it names', async () => {
    const { person } = await people.first.me();
    const askAs = (uuid: string): Promise<Response> =>
      people.anonymous({ ...people.first.headers, [PERSON_HEADER]: uuid }).ask('GET', '/v1/devices');
    expect((await askAs(person)).status).toBe(200);
    const refused = await askAs(crypto.randomUUID());
    expect(refused.status).toBe(409);
    expect(await problemOf(refused)).toMatchObject({
      code: 'another_person',
      remedy: 'Load the page again.',
    });
  });

  test('ends when somebody signs out: the cookie is worth nothing any more', async () => {
    const person = await people.anonymous().signIn('first');
    const token = await person.token('personal');
    const other = people.bearer(token.secret);
    expect((await other.me()).via).toBe('token');
    await person.json('DELETE', '/v1/session');
    expect((await person.ask('GET', '/v1/session')).status).toBe(401);
    expect((await other.ask('GET', '/v1/session')).status).toBe(200);
  });
});

describe('where connections are encrypted', () => {
  test('the cookie is bound to them and to this address, and the browser is told to stay with them', async () => {
    const accounts = { publicUrl: null, tls: null, proxies: [], secureCookies: true, setupCode: SETUP_CODE };
    const encrypted = await TestPeople.start(server, { accounts });
    const response = await encrypted
      .anonymous()
      .ask('POST', '/v1/session', { login: 'first', password: PASSWORD });
    expect(response.headers.get('set-cookie')).toMatch(
      /^__Host-plumbline=pls_[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict; Secure$/,
    );
    expect(response.headers.get('strict-transport-security')).toBe('max-age=31536000');
    expect((await encrypted.first.me()).name).toBe('First');
    const plain = { cookie: encrypted.first.headers.cookie!.replace('__Host-', '') };
    expect((await encrypted.anonymous(plain).ask('GET', '/v1/session')).status).toBe(401);
    await encrypted.stop();
  });
});

describe('what is stored of secrets', () => {
  test('cannot be used: passwords as Argon2id, everything else as a hash', async () => {
    const [account] = await people.api.rows<{ password_hash: string }>(
      'select password_hash from account limit 1',
    );
    expect(account!.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const rows = await people.api.rows<{ row: string }>(
      `select a::text as row from browser_session a union all select t::text from access_token t
       union all select p::text from pairing_code p union all select a::text from audit_log a`,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { row } of rows) expect(row).not.toMatch(/pl[gps]_|correct horse/);
  });
});

describe('requests of pages elsewhere', () => {
  test('are refused when they would change something, cookie or not', async () => {
    for (const headers of [people.first.headers, {}]) {
      const page = new TestPerson(people.api.url, { ...headers, origin: 'https://evil.example' });
      expect((await page.ask('POST', '/v1/tokens', { name: 'x', days: 1 })).status).toBe(403);
      expect((await page.ask('DELETE', '/v1/session')).status).toBe(403);
      expect((await page.ask('PUT', '/v1/retention', { rawDays: 1, secondDays: 1 })).status).toBe(403);
      expect((await page.ask('PATCH', `/v1/people/${crypto.randomUUID()}`, {})).status).toBe(403);
    }
  });
});

describe('requests that are too large or no JSON', () => {
  const sent = (type: string, body: string): Promise<Response> =>
    fetch(`${people.api.url}/v1/tokens`, {
      method: 'POST',
      headers: { ...people.first.headers, 'content-type': type },
      body,
    });

  test('are refused as problems, with what to do', async () => {
    const large = await people.first.ask('POST', '/v1/tokens', { name: 'x'.repeat(70_000), days: 1 });
    expect(await problemOf(large)).toMatchObject({ status: 413, remedy: 'Send less at once.' });
    const remedy = 'Send JSON, with content-type: application/json.';
    expect(await problemOf(await sent('application/xml', '<name/>'))).toMatchObject({ status: 415, remedy });
    const broken = await problemOf(await sent('application/json', '{"name": "secret'));
    expect(broken).toMatchObject({
      status: 400,
      field: 'body',
      remedy: 'Send a body that is JSON, or none.',
    });
    expect(JSON.stringify(broken)).not.toContain('secret');
  });

  test('and an address that there is not is answered with where they stand', async () => {
    const nowhere = await people.first.ask('GET', '/v1/nowhere');
    const remedy = 'GET /openapi.json lists every address.';
    expect(await problemOf(nowhere)).toMatchObject({ status: 404, remedy });
    expect((await fetch(`${people.api.url}/openapi.json`)).status).toBe(200);
  });
});

describe('an operator', () => {
  test('opens accounts, and switches access off at once', async () => {
    const person = await people.add('therapist', 'therapist');
    const { person: id } = await person.me();
    const taken = await people.first.ask('POST', '/v1/people', {
      name: 'x',
      login: 'Therapist',
      password: PASSWORD,
      roles: ['wearer'],
    });
    expect(await problemOf(taken)).toMatchObject({ status: 400, field: 'login' });
    expect(await people.first.json('PATCH', `/v1/people/${id}`, { disabled: true })).toMatchObject({
      disabledUs: expect.any(Number),
    });
    expect((await person.ask('GET', '/v1/session')).status).toBe(401);
    await expect(people.anonymous().signIn('therapist')).rejects.toThrow('401');
    await people.first.json('PATCH', `/v1/people/${id}`, { disabled: false });
    expect((await person.ask('GET', '/v1/session')).status).toBe(200);
    expect(await people.first.json('GET', '/v1/people')).toContainEqual(
      expect.objectContaining({ id, login: 'therapist' }),
    );
  });
});

describe('a new password', () => {
  test('needs the old one and ends the other sessions', async () => {
    const here = await people.add('changer', 'wearer');
    const elsewhere = await people.anonymous().signIn('changer');
    const next = 'another long password';
    const wrong = await here.ask('PUT', '/v1/account/password', { current: 'not it', next });
    expect(wrong.status).toBe(403);
    await here.json('PUT', '/v1/account/password', { current: PASSWORD, next });
    expect((await elsewhere.ask('GET', '/v1/session')).status).toBe(401);
    expect((await here.ask('GET', '/v1/session')).status).toBe(200);
    await people.anonymous().signIn('changer', next);
  });

  test('takes the tokens of programs with it where that is asked for, and never those of gateways', async () => {
    const person = await people.add('careful', 'wearer');
    const other = await (await people.add('bystander', 'wearer')).token('personal');
    const program = await person.token('personal');
    const gateway = await person.token('gateway');
    const next = 'another long password';
    const works = async (): Promise<string[]> =>
      (await person.json<Token[]>('GET', '/v1/tokens'))
        .filter(({ revokedUs }) => revokedUs === null)
        .map(({ id }) => id);
    await person.json('PUT', '/v1/account/password', { current: PASSWORD, next });
    expect((await works()).sort()).toEqual([program.id, gateway.id].sort());
    const wanted = { current: next, next: PASSWORD, revokeTokens: true };
    await person.json('PUT', '/v1/account/password', wanted);
    expect(await works()).toEqual([gateway.id]);
    expect((await people.bearer(program.secret).ask('GET', '/v1/session')).status).toBe(401);
    expect((await people.bearer(other.secret).ask('GET', '/v1/session')).status).toBe(200);
    const log = await person.json<{ action: string }[]>('GET', '/v1/audit');
    expect(log.filter(({ action }) => action === 'token revoked')).toHaveLength(1);
  });
});

describe('a forgotten password', () => {
  const next = 'a password that is new';
  const recover = (code: string, password = next): Promise<Response> =>
    people.anonymous().ask('POST', '/v1/account/recovery', { code, next: password });

  test('is replaced with a code of an operator, once, and ends every session', async () => {
    const forgetful = await people.add('forgetful', 'wearer');
    const { person } = await forgetful.me();
    const ask = (): Promise<{ code: string }> =>
      people.first.json('POST', `/v1/people/${person}/recovery-codes`);
    const earlier = await ask();
    const { code } = await ask();
    expect((await recover(earlier.code)).status).toBe(403);
    expect(await problemOf(await recover(code, 'short'))).toMatchObject({ status: 400, field: 'next' });
    const response = await recover(code.toLowerCase());
    expect([response.status, response.headers.get('set-cookie')]).toEqual([
      204,
      expect.stringMatching(/^plumbline=pls_/),
    ]);
    expect((await recover(code)).status).toBe(403);
    expect((await forgetful.ask('GET', '/v1/session')).status).toBe(401);
    await expect(people.anonymous().signIn('forgetful')).rejects.toThrow('401');
    const back = await people.anonymous().signIn('forgetful', next);
    const log = await back.json<{ action: string; actor: string }[]>('GET', '/v1/audit');
    expect(log.map(({ action, actor }) => [action, actor])).toEqual([
      ['password recovered', 'forgetful'],
      ['recovery code made', 'First'],
      ['recovery code made', 'First'],
    ]);
  });

  test('is not replaced on the server for somebody whose access is off', async () => {
    const { person } = await (await people.add('off for long', 'therapist')).me();
    await people.first.json('PATCH', `/v1/people/${person}`, { disabled: true });
    await expect(makeRecoveryCode(people.api.databaseUrl, 'off for long')).rejects.toThrow('switched on');
  });

  test('is replaced with a code that was made on the server', async () => {
    const lost = await people.add('lost', 'therapist');
    const code = await makeRecoveryCode(people.api.databaseUrl, 'LOST');
    expect((await recover(code)).status).toBe(204);
    expect((await lost.ask('GET', '/v1/session')).status).toBe(401);
    await expect(makeRecoveryCode(people.api.databaseUrl, 'nobody')).rejects.toThrow('no account nobody');
  });

  test('stays lost to a code that has expired, and to one for somebody whose access is off', async () => {
    await people.add('late', 'wearer');
    const late = await makeRecoveryCode(people.api.databaseUrl, 'late');
    await people.api.rows('update recovery_code set expires_at = now()');
    expect((await recover(late)).status).toBe(403);
    const off = await people.add('switched-off', 'wearer');
    const code = await makeRecoveryCode(people.api.databaseUrl, 'switched-off');
    const { person } = await off.me();
    await people.first.json('PATCH', `/v1/people/${person}`, { disabled: true });
    expect((await recover(code)).status).toBe(403);
    expect((await people.first.ask('POST', `/v1/people/${person}/recovery-codes`)).status).toBe(404);
  });
});

describe('what lets somebody in', () => {
  const DAY_S = 86_400;
  /** Seconds until it ends. */
  const left = async (table: string, where = 'true'): Promise<number> => {
    const sql = `select extract(epoch from expires_at - now())::float8 as left from ${table} where ${where}`;
    return (await people.api.rows<{ left: number }>(`${sql} order by created_at desc limit 1`))[0]!.left;
  };
  /** The machine may be busy. */
  const BUSY_S = 120;
  const expectEnd = (leftS: number, afterS: number): void => {
    expect(leftS).toBeLessThanOrEqual(afterS);
    expect(leftS).toBeGreaterThan(afterS - BUSY_S);
  };

  test('ends by itself: sessions, codes and tokens', async () => {
    const person = await people.add('brief', 'wearer');
    const response = await people
      .anonymous()
      .ask('POST', '/v1/session', { login: 'brief', password: PASSWORD });
    expect(response.headers.get('set-cookie')).toContain(`Max-Age=${14 * DAY_S};`);
    expectEnd(await left('browser_session'), 14 * DAY_S);
    await person.json('POST', '/v1/tokens', { kind: 'personal', name: 'x', days: 3 });
    expectEnd(await left('access_token'), 3 * DAY_S);
    const { code, expiresUs } = await person.json<PairingCode>('POST', '/v1/pairing-codes');
    expectEnd(await left('pairing_code'), 600);
    expectEnd(expiresUs / 1e6 - Date.now() / 1e3, 600);
    await people.anonymous().json('POST', '/v1/pair', { code, name: 'x' });
    expectEnd(await left('access_token', "kind = 'gateway'"), 730 * DAY_S);
    const { person: id } = await person.me();
    await people.first.json('POST', `/v1/people/${id}/recovery-codes`);
    expectEnd(await left('recovery_code'), DAY_S);
  });

  test('is written down when it is made, changed and ended', async () => {
    const person = await people.add('logged', 'wearer');
    const { person: id } = await person.me();
    for (const kind of ['personal', 'gateway'] as const) {
      const { id: token } = await person.token(kind);
      await person.json('DELETE', `/v1/tokens/${token}`);
    }
    await person.json('PUT', '/v1/account/password', { current: PASSWORD, next: 'another long password' });
    await people.first.json('POST', `/v1/people/${id}/recovery-codes`);
    for (const disabled of [true, false]) await people.first.json('PATCH', `/v1/people/${id}`, { disabled });
    const log = await people.api.rows<{ told: string }>(
      `select p.name || ': ' || action as told from audit_log a join person p on p.id = a.actor_person_id
       where p.uuid = $1 or detail ->> 'person' = $1::text order by a.id`,
      [id],
    );
    expect(log.map(({ told }) => told)).toEqual([
      'First: account opened',
      ...['logged: personal token made', 'logged: token revoked'],
      ...['logged: gateway token made', 'logged: token revoked', 'logged: password changed'],
      ...['First: recovery code made', 'First: access off', 'First: access on'],
    ]);
  });

  test('to a gateway is for storing, and nothing else', async () => {
    const person = await people.add('narrow', 'wearer');
    const { secret, scopes } = await person.token('gateway', ['summary', 'raw']);
    expect(scopes).toEqual(['ingest']);
    expect((await people.bearer(secret).ask('GET', '/v1/session')).status).toBe(401);
  });
});

describe('input that does not fit', () => {
  const refused = async (body: object): Promise<Problem> =>
    problemOf(await people.anonymous().ask('POST', '/v1/session', body));

  test('is told with its own value, and no neighbour of it', async () => {
    const { field, value, detail } = await refused({ login: 'x', password: PASSWORD });
    expect([field, value]).toEqual(['login', 'x']);
    expect(detail).not.toContain(PASSWORD);
    expect(await refused({ password: PASSWORD })).toMatchObject({ field: 'login', value: 'missing' });
  });

  test('is not said again where it is a secret', async () => {
    const problem = await refused({ login: 'first', password: ['shh'] });
    expect(problem).toMatchObject({ field: 'password', value: 'not shown' });
  });

  test('is not said again with what it stands in', async () => {
    const { value } = await refused([{ login: 'first', password: PASSWORD }]);
    expect(value).toContain('"login":"first"');
    expect(value).not.toContain(PASSWORD);
  });
});

describe('guessing', () => {
  test('does not tell whether the login or the password is wrong, and tires of guesses', async () => {
    await people.add('guessed', 'therapist');
    const guesser = people.anonymous();
    const guess = (login: string): Promise<Response> =>
      guesser.ask('POST', '/v1/session', { login, password: 'wrong password' });
    const [known, unknown] = [
      await problemOf(await guess('guessed')),
      await problemOf(await guess('unknown')),
    ];
    expect(known).toEqual(unknown);
    expect(known).toMatchObject({ status: 401, code: 'login_wrong' });
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++) statuses.push((await guess('guessed')).status);
    expect(statuses.at(-1)).toBe(429);
    const waiting = await problemOf(await guess('guessed'));
    expect(waiting).toMatchObject({ code: 'too_many_tries', waitS: expect.any(Number) });
  });
});
