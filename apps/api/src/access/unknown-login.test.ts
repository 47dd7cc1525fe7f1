import { startTestServer } from '@plumbline/database';
import { afterAll, expect, test, vi } from 'vitest';

// The real Argon2, counted. The API is loaded anew for it: that of the files before hashes uncounted.
vi.doMock('@node-rs/argon2', { spy: true });
vi.resetModules();
const argon2 = await import('@node-rs/argon2');
const { TestPeople } = await import('../testing/test-people.ts');

const server = await startTestServer();
const people = await TestPeople.start(server);
afterAll(async () => {
  await people.stop();
  await server.stop();
  vi.doUnmock('@node-rs/argon2');
  vi.resetModules();
});

const WRONG = 'wrong password';
/** Of `$argon2id$v=19$m=19456,t=2,p=1$salt$hash` what makes it slow: all but the last two. */
const costOf = (hashed: string): string => hashed.split('$').slice(0, -2).join('$');

test('a login that there is not costs the work of one that there is, so that an answer does not tell by its time', async () => {
  await people.add('looked for', 'therapist');
  const guess = (login: string) => people.anonymous().ask('POST', '/v1/session', { login, password: WRONG });
  await guess('looked for');
  const [stored] = vi.mocked(argon2.verify).mock.lastCall!;
  const work = vi.mocked(argon2.hash);
  work.mockClear();
  await guess('nobody at all');
  expect(work.mock.lastCall?.[0]).toBe(WRONG);
  expect(costOf(await work.mock.results[0]!.value)).toBe(costOf(String(stored)));
});
