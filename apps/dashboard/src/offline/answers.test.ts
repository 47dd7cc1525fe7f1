import { beforeEach, describe, expect, it } from 'vitest';
import { type AnswerCache, answer, dropExpired } from './answers.ts';
import { isKept, STORED_AT_HEADER } from './kept.ts';

const DAY_MS = 86_400_000;

/** A cache as a browser has it, in memory. */
class MemoryCache implements AnswerCache {
  readonly held = new Map<string, Response>();
  match = async ({ url }: Request) => this.held.get(url)?.clone();
  put = async ({ url }: Request, response: Response) => void this.held.set(url, response);
  delete = async ({ url }: Request) => this.held.delete(url);
  keys = async () => [...this.held.keys()].map((url) => new Request(url));
}

const request = () => new Request('http://here/v1/trends?weeks=4');
const away = () => Promise.reject(new TypeError('Failed to fetch'));
const storedAt = (response: Response) => response.headers.get(STORED_AT_HEADER);

describe('an answer of the API', () => {
  let cache: MemoryCache;
  let nowMs: number;
  const now = () => nowMs;
  const get = (fetch: (request: Request) => Promise<Response>) => answer(request(), { cache, fetch, now });
  const says = (text: string, init?: ResponseInit) => () => Promise.resolve(new Response(text, init));

  beforeEach(() => {
    cache = new MemoryCache();
    nowMs = 1000;
  });

  it('is the server’s, and kept', async () => {
    const given = await get(says('a'));
    expect([await given.text(), storedAt(given)]).toEqual(['a', null]);
    expect(cache.held.size).toBe(1);
  });

  it('is the kept one when nobody answers, and says since when', async () => {
    await get(says('a'));
    nowMs = 5000;
    const given = await get(away);
    expect([await given.text(), storedAt(given)]).toEqual(['a', '1000']);
  });

  it('is the kept one when a proxy says that the server is away', async () => {
    await get(says('a'));
    expect(await (await get(says('', { status: 503 }))).text()).toBe('a');
  });

  it('is not sent again while it has not changed', async () => {
    await get(says('a', { headers: { etag: 'W/"1"' } }));
    nowMs = 5000;
    const asked: (string | null)[] = [];
    const given = await get(async (sent) => {
      asked.push(sent.headers.get('if-none-match'));
      return new Response(null, { status: 304 });
    });
    expect([await given.text(), given.status, storedAt(given)]).toEqual(['a', 200, null]);
    expect(asked).toEqual(['W/"1"']);
    expect(storedAt(await get(away))).toBe('5000');
  });

  it.each([401, 403, 404])('is forgotten when the server says %d', async (status) => {
    await get(says('a'));
    expect((await get(says('', { status }))).status).toBe(status);
    expect((await get(away)).type).toBe('error');
  });

  it('is gone after seven days', async () => {
    await get(says('a'));
    nowMs += 7 * DAY_MS + 1;
    expect((await get(away)).type).toBe('error');
    await dropExpired({ cache, now });
    expect(cache.held.size).toBe(0);
  });
});

describe('what is kept', () => {
  it('is what pages read', () => {
    expect(isKept('GET', '/v1/days/2026-11-21/minutes')).toBe(true);
    expect(isKept('GET', '/v1/today')).toBe(true);
    expect(isKept('GET', '/v1/discomfort')).toBe(true);
  });

  it('is neither what changes something nor samples, files, secrets or logs', () => {
    expect(isKept('POST', '/v1/notes')).toBe(false);
    for (const path of ['samples', 'exports/1/files/a', 'tokens', 'audit', 'todayish']) {
      expect(isKept('GET', `/v1/${path}`)).toBe(false);
    }
  });
});
