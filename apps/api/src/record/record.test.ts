import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { streamFrames } from '../testing/records.ts';
import { fillTheRest } from '../testing/rows-of-everything.ts';
import { TestPeople, type TestPerson } from '../testing/test-people.ts';
import { knownOf, tablesOfPeople } from '../testing/traces.ts';

let server: TestServer;
let people: TestPeople;
let wearer: TestPerson;

beforeAll(async () => {
  server = await startTestServer();
  people = await TestPeople.start(server);
  wearer = await people.add('ada', 'wearer');
  const gateway = await wearer.gateway();
  const stream = crypto.randomUUID();
  const options = { sessionId: crypto.randomUUID(), startUs: 1_795_000_000_000_000 };
  const frames = streamFrames(stream, options, 3_000, 100);
  await gateway.store(stream, frames);
  await gateway.close();
});
afterAll(async () => {
  await people?.stop();
  await server?.stop();
});

interface Line {
  readonly table: string;
  readonly row: Readonly<Record<string, unknown>>;
}

async function recordOf(person: TestPerson): Promise<{ head: unknown; lines: Line[]; text: string }> {
  const response = await person.ask('GET', '/v1/account/record');
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
  const text = await response.text();
  const [head, ...lines] = text.trimEnd().split('\n');
  return { head: JSON.parse(head!), lines: lines.map((line) => JSON.parse(line) as Line), text };
}

/** Said in exports, passed on in secret, or gone when it is over. */
const ELSEWHERE =
  /^plumbline_trial\.|\.(raw_block|posture_1s|recovery_code|session_pipeline|recompute|summary_due)$/;

describe('the record of a wearer', () => {
  test('holds a row of every table that tells of them, and nothing of others or of secrets', async () => {
    const other = await people.add('other', 'wearer');
    await people.api.rows("insert into study (tenant_id, name, purpose) values (1, 'x', 'x')");
    const known = await knownOf(people.api, 'ada');
    await people.api.rows(`insert into job (tenant_id, person_id, wearer_id, kind, state)
      values (1, ${known.ids.person}, ${known.ids.wearer}, 'export', 'done')`);
    await people.api.rows(`insert into export (job_id, tenant_id, person_id, wearer_ids, path)
      select id, 1, person_id, array[wearer_id], 'x' from job`);
    const therapist = await people.add('therapist', 'therapist');
    await wearer.consent((await therapist.me()).person, ['summary']);
    await fillTheRest(people.api, known);
    const { head, lines, text } = await recordOf(wearer);
    expect(head).toMatchObject({ plumblineRecord: 1 });
    const told = new Set(lines.map(({ table }) => `plumbline.${table}`));
    const missing = (await tablesOfPeople(people.api)).filter(
      (table) => !told.has(table) && !ELSEWHERE.test(table),
    );
    expect(missing).toEqual([]);
    expect(told).toContain('plumbline.wearer');
    const whose = new Set(lines.flatMap(({ row }) => row.wearer_id ?? []));
    expect([...whose]).toEqual([known.ids.wearer[0]]);
    expect(text).not.toMatch(/argon2|secret_sha256|password_hash|pl[gps]_/);
    const { lines: others } = await recordOf(other);
    expect(others.map(({ table }) => table)).not.toContain('note');
  });

  test('is handed over to one reader at a time, however slowly they read', async () => {
    const slow = await people.add('slow', 'wearer');
    await people.api.rows(
      `insert into note (tenant_id, wearer_id, at, kind, text) select 1, w.id, now(), 'note', repeat('x', 4000)
       from wearer w, generate_series(1, 10000) where w.pseudonym = $1`,
      [(await slow.me()).wearer],
    );
    const first = await slow.ask('GET', '/v1/account/record');
    const second = await slow.ask('GET', '/v1/account/record');
    expect([first.status, second.status]).toEqual([200, 429]);
    expect(await second.json()).toMatchObject({ waitS: expect.any(Number) });
    await first.body!.cancel();
    const again = async (): Promise<number> => {
      const response = await slow.ask('GET', '/v1/account/record');
      await response.body!.cancel();
      return response.status;
    };
    await expect.poll(again, { interval: 500 }).toBe(200);
  });

  test('is handed over to two readers at a time, whoever they are', async () => {
    const readers = [];
    for (const name of ['one', 'two', 'three']) {
      const reader = await people.add(name, 'wearer');
      await people.api.rows(
        `insert into note (tenant_id, wearer_id, at, kind, text) select 1, w.id, now(), 'note', repeat('x', 4000)
         from wearer w, generate_series(1, 10000) where w.pseudonym = $1`,
        [(await reader.me()).wearer],
      );
      readers.push(reader);
    }
    const answers = [];
    for (const reader of readers) answers.push(await reader.ask('GET', '/v1/account/record'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    for (const { body } of answers) await body!.cancel();
  });

  test('is for the wearer alone, signed in', async () => {
    const { secret } = await wearer.token('personal');
    expect((await people.bearer(secret).ask('GET', '/v1/account/record')).status).toBe(403);
    const other = await people.add('other therapist', 'therapist');
    expect((await other.ask('GET', '/v1/account/record')).status).toBe(403);
  });
});
