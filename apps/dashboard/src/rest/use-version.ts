import { healthSchema } from '@plumbline/contract';
import { useQuery } from '@tanstack/react-query';
import { apiGet } from './api.ts';

/** Of the server that gave the numbers; it does not change while it runs. */
export function useVersion() {
  return useQuery({
    queryKey: ['version'],
    queryFn: ({ signal }) => apiGet('/health', healthSchema, {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
