import { type TREND_WEEKS, trendsSchema } from '@plumbline/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { apiGet } from './api.ts';

/** Some measures over 4, 12 or 52 weeks that end today: a visit needs few of them, and a year of few is quick. */
export function useVisitTrends(
  wearer: string,
  weeks: (typeof TREND_WEEKS)[number],
  measures: readonly string[],
) {
  const ids = measures.join(',');
  return useQuery({
    queryKey: ['trends', wearer, weeks, ids],
    queryFn: ({ signal }) => apiGet('/v1/trends', trendsSchema, { wearer, weeks, measures: ids }, signal),
    placeholderData: keepPreviousData,
  });
}
