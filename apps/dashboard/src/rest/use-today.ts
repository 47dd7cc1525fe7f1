import { type Today, todaySchema } from '@plumbline/contract';
import { useQuery } from '@tanstack/react-query';
import { apiGet } from './api.ts';

const REFRESH_MS = 30_000;

export interface TodayResource {
  /** The last answer, kept while a newer one cannot be had. */
  readonly today: Today | null;
  /** The last try did not work. */
  readonly failed: boolean;
}

/** Today's summary, asked for again every half minute while the page is looked at; `frozen` holds it still. */
export function useToday(frozen: boolean, wearer?: string): TodayResource {
  const { data, isError } = useQuery({
    queryKey: ['today', wearer ?? 'me'],
    queryFn: ({ signal }) => apiGet('/v1/today', todaySchema, { wearer }, signal),
    refetchInterval: frozen ? false : REFRESH_MS,
    refetchOnWindowFocus: !frozen,
  });
  return { today: data ?? null, failed: isError };
}
