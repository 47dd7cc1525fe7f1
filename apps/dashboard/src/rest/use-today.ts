import { type Today, todaySchema } from '@plumbline/contract';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { apiGet } from './api.ts';

const REFRESH_MS = 30_000;

export interface TodayResource {
  /** The last answer, kept while a newer one cannot be had. */
  readonly today: Today | null;
  /** The last try did not work. */
  readonly failed: boolean;
}

/** Today's summary with whether it is on its way, asked for again every half minute while the page is looked at. */
export function useTodayQuery(wearer?: string) {
  return useQuery<Today>(todayOf(wearer, false));
}

/** Today's summary, asked for again every half minute while the page is looked at; `frozen` holds it still. */
export function useToday(frozen: boolean, wearer?: string): TodayResource {
  const { data, isError } = useQuery<Today>(todayOf(wearer, frozen));
  return { today: data ?? null, failed: isError };
}

/** By which calendar the wearer's days are told. */
export type WearerDay = Pick<Today, 'date' | 'timeZone'>;

export function useDayOfWearer() {
  return useQuery({ ...todayOf(undefined, true), select: dayOf });
}

const dayOf = ({ date, timeZone }: Today): WearerDay => ({ date, timeZone });

function todayOf(wearer: string | undefined, frozen: boolean) {
  return queryOptions<Today>({
    queryKey: ['today', wearer ?? 'me'],
    queryFn: ({ signal }) => apiGet('/v1/today', todaySchema, { wearer }, signal),
    refetchInterval: frozen ? false : REFRESH_MS,
    refetchOnWindowFocus: !frozen,
  });
}
