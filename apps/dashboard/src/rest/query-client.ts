import { problemCode } from '@plumbline/contract';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { tell } from '../components/toasts.ts';
import { ApiFailure } from './api-failure.ts';
import { failureWords } from './failure-words.ts';
import { startAnew } from './use-me.ts';

const STALE_MS = 30_000;
/** What a page left behind is kept this long for the way back. */
const KEEP_MS = 10 * 60_000;
const MAX_RETRIES = 2;

/** Server state of the page. Only what a second try may mend is tried again. */
export function createQueryClient(): QueryClient {
  const onError = (error: unknown): void => noticeAnother(client, error);
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        gcTime: KEEP_MS,
        // The service worker answers without a network: ask always.
        networkMode: 'always',
        retry: (tries, error) => tries < MAX_RETRIES && mayPass(error),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
  return client;
}

let startsAnew = false;

/** Another tab signed somebody else in: this one shows them as well, and says so once. */
function noticeAnother(client: QueryClient, error: unknown): void {
  if (startsAnew || !isAnother(error)) return;
  startsAnew = true;
  const { what, remedy } = failureWords(error);
  tell({ text: `${what} ${remedy}` });
  void startAnew(client)
    .catch(() => undefined)
    .finally(() => {
      startsAnew = false;
    });
}

function isAnother(error: unknown): boolean {
  const problem = error instanceof ApiFailure ? error.problem : null;
  return problem !== null && problemCode(problem) === 'another_person';
}

function mayPass(error: unknown): boolean {
  if (!(error instanceof ApiFailure)) return false;
  return error.kind === 'offline' || error.kind === 'timeout' || (error.status ?? 0) >= 500;
}
