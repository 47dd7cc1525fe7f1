import { type LoadPage, loadPageSchema } from '@plumbline/contract';
import { useQuery } from '@tanstack/react-query';
import { apiGet } from './api.ts';

/** A day has 8640 rows, a row every ten seconds. */
const MOST_ROWS = 10_000;
const REFRESH_MS = 60_000;

/** Load from `fromUs` up to `untilUs`, at most a day; asked for again while the day goes on (`going`). */
export function useLoad(
  span: { readonly fromUs: number; readonly untilUs: number } | null,
  going: boolean,
  wearer?: string,
) {
  return useQuery<LoadPage>({
    queryKey: ['load', wearer ?? 'me', span?.fromUs],
    queryFn: ({ signal }) => {
      const { fromUs, untilUs } = span!;
      return apiGet('/v1/load', loadPageSchema, { fromUs, untilUs, limit: MOST_ROWS, wearer }, signal);
    },
    enabled: span !== null,
    refetchInterval: going ? REFRESH_MS : false,
  });
}
