import { ApiFailure } from './api-failure.ts';
import { noteNewer } from './newer.ts';
import { untilThere } from './until-there.ts';

/** The server has the files of another version: those that this page is still to fetch are gone. */
export class NewerVersion extends Error {
  override readonly name = 'NewerVersion';
}

/** What tells why code did not come. */
export interface Served {
  /** The page as the server has it now; null: the server does not answer. */
  readonly index: () => Promise<string | null>;
  /** The script that this page began with, as its address stands in the page. */
  readonly script: () => string | null;
}

/**
 * Code that comes when it is wanted. A server that answers is asked for it once more: it may have been away for a moment.
 * Throws a {@link NewerVersion}, an offline {@link ApiFailure}, or what was thrown.
 */
export async function fetchCode<T>(fetch: () => Promise<T>, served: Served = BY_SERVER): Promise<T> {
  try {
    return await fetch();
  } catch {
    const trouble = await troubleOf(served);
    if (trouble !== null) throw trouble;
    return fetch();
  }
}

/**
 * Code of a piece of a page. Never fails, because a piece that threw would take its page with it: a server that is away
 * comes back, and where a newer version is installed the page says so while the piece stays away.
 */
export async function fetchPiece<T>(
  fetch: () => Promise<T>,
  served: Served = BY_SERVER,
  again?: () => Promise<void>,
): Promise<T> {
  const cannotCome = (error: unknown): boolean => error instanceof NewerVersion;
  try {
    return await untilThere(() => fetchCode(fetch, served), again, cannotCome);
  } catch {
    noteNewer();
    return new Promise<never>(() => {});
  }
}

/** Null: the server is there, and has this version. */
async function troubleOf({ index, script }: Served): Promise<Error | null> {
  const page = await index();
  if (page === null) return new ApiFailure('offline');
  const own = script();
  return own === null || page.includes(own) ? null : new NewerVersion();
}

const BY_SERVER: Served = {
  // By an address that no worker keeps.
  index: () =>
    fetch('/', { cache: 'no-store', headers: { accept: 'text/html' } }).then(
      (answer) => (answer.ok ? answer.text() : null),
      () => null,
    ),
  script: () => document.querySelector('script[type=module][src]')?.getAttribute('src') ?? null,
};
