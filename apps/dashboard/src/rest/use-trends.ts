import { type TREND_WEEKS, trendsSchema } from '@plumbline/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { apiGet } from './api.ts';

/** 4, 12 or 52 weeks that end today; the picture before stays while another span is fetched. */
export function useTrends(weeks: (typeof TREND_WEEKS)[number], wearer?: string) {
  return useQuery({
    queryKey: ['trends', wearer ?? 'me', weeks],
    queryFn: ({ signal }) => apiGet('/v1/trends', trendsSchema, { weeks, wearer }, signal),
    placeholderData: keepPreviousData,
  });
}

/** The span that another one is compared with; nothing is asked for without its last date. */
export function useTrendsUntil(weeks: (typeof TREND_WEEKS)[number], until: string | null) {
  return useQuery({
    queryKey: ['trends', 'me', weeks, until],
    queryFn: ({ signal }) => apiGet('/v1/trends', trendsSchema, { weeks, until }, signal),
    enabled: until !== null,
  });
}
