import { createdTokenSchema, type NewToken, type Token, tokenSchema } from '@plumbline/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { apiDo, apiGet, apiSend } from './api.ts';

const PATH = '/v1/tokens';
export const TOKENS = ['tokens'];

export function useTokens() {
  return useQuery<Token[]>({
    queryKey: TOKENS,
    queryFn: ({ signal }) => apiGet(PATH, z.array(tokenSchema), {}, signal),
  });
}

/** The answer holds the secret, this once. */
export function useMakeToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (token: NewToken) => apiSend('POST', PATH, token, createdTokenSchema),
    onSuccess: () => client.invalidateQueries({ queryKey: TOKENS }),
  });
}

export function useRevokeToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => apiDo('DELETE', `${PATH}/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: TOKENS }),
  });
}
