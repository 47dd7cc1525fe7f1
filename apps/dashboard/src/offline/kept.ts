/** What the service worker keeps of the API's answers, and for how long. */

/** On an answer that was kept: when the server gave it, milliseconds since the epoch. */
export const STORED_AT_HEADER = 'x-plumbline-stored-at';
export const DATA_CACHE = 'plumbline-data';
/** Shells are kept by version; whatever begins like this and is not the present one goes. */
export const SHELL_PREFIX = 'plumbline-shell-';

const DAY_MS = 86_400_000;
const KEPT_MS = 7 * DAY_MS;

/** What the pages of a wearer and of a therapist read. Samples, files, secrets, logs and what is near are never kept. */
const KEPT =
  /^\/v1\/(session|demo|today|days|weeks|trends|bouts|rotations|load|labels|notes|discomfort|plan|nudges|devices(?!\/near)|wearers|overview|consents)(\/|$)/;

export function isKept(method: string, pathname: string): boolean {
  return method === 'GET' && KEPT.test(pathname);
}

/** A copy with the time it was given. */
export async function stamped(response: Response, nowMs: number): Promise<Response> {
  const headers = new Headers(response.headers);
  headers.set(STORED_AT_HEADER, String(nowMs));
  return new Response(await response.blob(), { status: response.status, headers });
}

/** What the page gets when the kept answer is still the server's: no sign of having been kept. */
export async function unstamped(kept: Response): Promise<Response> {
  const headers = new Headers(kept.headers);
  headers.delete(STORED_AT_HEADER);
  return new Response(await kept.blob(), { status: kept.status, headers });
}

export function isExpired(kept: Response, nowMs: number): boolean {
  return nowMs - Number(kept.headers.get(STORED_AT_HEADER) ?? 0) > KEPT_MS;
}
