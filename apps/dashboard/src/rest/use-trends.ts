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
