import { discomfortSchema, type TREND_WEEKS } from '@plumbline/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { apiGet } from './api.ts';

/** What was felt, against the load before it; the key begins as that of the diary, so that a new rating asks anew. */
export function useDiscomfort(weeks: (typeof TREND_WEEKS)[number], wearer?: string, enabled = true) {
  return useQuery({
    queryKey: ['notes', 'load', wearer ?? 'me', weeks],
    queryFn: ({ signal }) => apiGet('/v1/discomfort', discomfortSchema, { weeks, wearer }, signal),
    placeholderData: keepPreviousData,
    enabled,
  });
}
