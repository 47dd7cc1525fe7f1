import { isExpired, stamped, unstamped } from './kept.ts';

/** What this needs of a browser's cache. */
export interface AnswerCache {
  match(request: Request): Promise<Response | undefined>;
  put(request: Request, response: Response): Promise<void>;
  delete(request: Request): Promise<boolean>;
  keys(): Promise<readonly Request[]>;
}

interface Means {
  readonly cache: AnswerCache;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly now: () => number;
}

const NOT_MODIFIED = 304;
/** A proxy speaks for a server that is away. */
const AWAY = [502, 503, 504];
/** Nobody who may not see something any more finds it kept. */
const REFUSED = [401, 403, 404];

/**
 * The server's answer; without a server the one that was kept, which says so in a header. What has not changed since
 * it was kept (ETag) is not sent again.
 */
export async function answer(request: Request, means: Means): Promise<Response> {
  const kept = await keptAnswer(request, means);
  const asked = await ask(request, kept, means.fetch);
  if (asked === null) return kept ?? Response.error();
  if (AWAY.includes(asked.status) && kept) return kept;
  if (asked.status === NOT_MODIFIED && kept) return renew(request, kept, means);
  if (REFUSED.includes(asked.status)) await means.cache.delete(request);
  if (asked.ok) await means.cache.put(request, await stamped(asked.clone(), means.now()));
  return asked;
}

/** Removes what is older than the days that are kept. */
export async function dropExpired({ cache, now }: Pick<Means, 'cache' | 'now'>): Promise<void> {
  for (const request of await cache.keys()) {
    const kept = await cache.match(request);
    if (kept && isExpired(kept, now())) await cache.delete(request);
  }
}

async function keptAnswer(request: Request, { cache, now }: Means): Promise<Response | null> {
  const kept = await cache.match(request);
  return kept && !isExpired(kept, now()) ? kept : null;
}

/** Null: nobody answers. */
async function ask(request: Request, kept: Response | null, fetch: Means['fetch']): Promise<Response | null> {
  const tag = kept?.headers.get('etag');
  const headers = new Headers(request.headers);
  if (tag) headers.set('if-none-match', tag);
  try {
    return await fetch(new Request(request, { headers, cache: 'no-store' }));
  } catch (error) {
    // The page let go of it: it does not want another answer instead.
    if (request.signal.aborted) throw error;
    return null;
  }
}

async function renew(request: Request, kept: Response, { cache, now }: Means): Promise<Response> {
  await cache.put(request, await stamped(kept.clone(), now()));
  return unstamped(kept);
}
