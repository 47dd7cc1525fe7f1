import { type Me, meSchema, type Setup, type SignIn } from '@plumbline/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiDo, apiGet } from './api.ts';

const PATH = '/v1/session';
const KEY = ['me'];

/**
 * Who is asking. Without accounts there is one local person and no sign-in; with accounts a failure of the kind
 * `signedOut` leads to the sign-in page.
 */
export function useMe() {
  return useQuery<Me>({
    queryKey: KEY,
    queryFn: ({ signal }) => apiGet(PATH, meSchema, {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (given: SignIn) => apiDo('POST', PATH, given),
    onSuccess: () => client.resetQueries(),
  });
}

/** Opens the first account of an installation. */
export function useSetUp() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (setup: Setup) => apiDo('POST', '/v1/setup', setup),
    onSuccess: () => client.resetQueries(),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => apiDo('DELETE', PATH),
    onSettled: () => client.resetQueries(),
  });
}
