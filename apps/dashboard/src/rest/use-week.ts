import { type Week, weekSchema } from '@plumbline/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { apiGet } from './api.ts';

/** The week that holds the local date; the one before stays while another is fetched. */
export function useWeek(date: string | null, wearer?: string) {
  return useQuery<Week>({
    queryKey: ['week', wearer ?? 'me', date],
    queryFn: ({ signal }) => apiGet(`/v1/weeks/${date}`, weekSchema, { wearer }, signal),
    enabled: date !== null,
    placeholderData: keepPreviousData,
  });
}
