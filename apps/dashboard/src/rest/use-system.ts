import { type System, systemSchema } from '@plumbline/contract';
import { useQuery } from '@tanstack/react-query';
import { apiGet } from './api.ts';

const REFRESH_MS = 5_000;

/** Whether everything works; `frozen` holds it still. */
export function useSystem(frozen: boolean) {
  return useQuery<System>({
    queryKey: ['system'],
    queryFn: ({ signal }) => apiGet('/v1/system', systemSchema, {}, signal),
    refetchInterval: frozen ? false : REFRESH_MS,
  });
}
