import { type Me, meSchema, type Setup, type SignIn, type WantedPassword } from '@plumbline/contract';
import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { forgetStored } from '../offline/stored.ts';
import { apiDo, apiGet, askAs } from './api.ts';
import { TOKENS } from './use-tokens.ts';

const PATH = '/v1/session';
const ME = queryOptions<Me>({
  queryKey: ['me'],
  queryFn: async ({ signal }) => {
    askAs(null);
    const me = await apiGet(PATH, meSchema, {}, signal);
    askAs(me.person);
    return me;
  },
  staleTime: Number.POSITIVE_INFINITY,
});

/**
 * Who is asking. Without accounts there is one local person and no sign-in; with accounts a failure of the kind
 * `signedOut` leads to the sign-in page.
 */
export function useMe() {
  return useQuery(ME);
}

/** Asks before anything is drawn: everything waits for the answer. */
export function prefetchMe(client: QueryClient): void {
  void client.prefetchQuery(ME);
}

/** What was fetched for one person is not for the next one. */
export function useSessionChanged() {
  const client = useQueryClient();
  return () => startAnew(client);
}

export async function startAnew(client: QueryClient): Promise<void> {
  askAs(null);
  await forgetStored();
  await client.resetQueries();
}

export function useSignIn() {
  const changed = useSessionChanged();
  return useMutation({ mutationFn: (given: SignIn) => apiDo('POST', PATH, given), onSuccess: changed });
}

/** Opens the first account of an installation. */
export function useSetUp() {
  const changed = useSessionChanged();
  return useMutation({ mutationFn: (setup: Setup) => apiDo('POST', '/v1/setup', setup), onSuccess: changed });
}

export function useSignOut() {
  const changed = useSessionChanged();
  return useMutation({ mutationFn: () => apiDo('DELETE', PATH), onSettled: changed });
}

/** Ends every other session of the account. */
export function useChangePassword() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: WantedPassword) => apiDo('PUT', '/v1/account/password', change),
    onSuccess: () => client.invalidateQueries({ queryKey: TOKENS }),
  });
}
