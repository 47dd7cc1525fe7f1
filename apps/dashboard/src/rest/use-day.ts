import { daySchema } from '@plumbline/contract';
import { useQuery } from '@tanstack/react-query';
import { apiGet } from './api.ts';

/** A local day (`2026-11-21`) of a wearer: `wearer` as in `GET /v1/wearers`, oneself without it. */
export function useDay(date: string, wearer?: string) {
  return useQuery({
    queryKey: ['day', wearer ?? 'me', date],
    queryFn: ({ signal }) => apiGet(`/v1/days/${date}`, daySchema, { wearer }, signal),
  });
}
