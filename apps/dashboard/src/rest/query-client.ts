import { QueryClient } from '@tanstack/react-query';
import { ApiFailure } from './api-failure.ts';

const STALE_MS = 30_000;
/** What a page left behind is kept this long for the way back. */
const KEEP_MS = 10 * 60_000;
const MAX_RETRIES = 2;

/** Server state of the page. Only what a second try may mend is tried again. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
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
}

function mayPass(error: unknown): boolean {
  if (!(error instanceof ApiFailure)) return false;
  return error.kind === 'offline' || error.kind === 'timeout' || (error.status ?? 0) >= 500;
}
