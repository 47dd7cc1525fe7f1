import { type DemoSession, demoSchema } from '@plumbline/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { apiDo, apiGet } from './api.ts';
import { useSessionChanged } from './use-me.ts';

/** While the history of a demonstration is being made, how far it is changes. */
const FILLING_REFRESH_MS = 5_000;

/** Whether everybody here is made up, and who they are. */
export function useDemo() {
  return useQuery({
    queryKey: ['demo'],
    queryFn: ({ signal }) => apiGet('/v1/demo', demoSchema, {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state: { data } }) =>
      data?.on && data.daysStored < data.daysPlanned ? FILLING_REFRESH_MS : false,
  });
}

/** Goes on as somebody made up; `left` is called before the pages of the one before are gone. */
export function useGoOnAs(left: (session: DemoSession) => void) {
  const changed = useSessionChanged();
  return useMutation({
    mutationFn: (session: DemoSession) => apiDo('POST', '/v1/demo/session', session),
    onSuccess: async (_, session) => {
      left(session);
      await changed();
    },
  });
}
