import { type Label, labelSchema, type NewLabel } from '@plumbline/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { apiDo, apiGet, apiSend } from './api.ts';

const PATH = '/v1/labels';
const KEY = ['labels'];
/** While a span waits to be analysed again, its answer is a matter of seconds. */
const WAITING_MS = 3_000;

/** Corrections that touch the span, those that were taken back too. */
export function useLabels(span: { readonly fromUs: number; readonly untilUs: number } | null) {
  return useQuery<Label[]>({
    queryKey: [...KEY, span?.fromUs],
    queryFn: ({ signal }) => apiGet(PATH, z.array(labelSchema), { ...span }, signal),
    enabled: span !== null,
    refetchInterval: ({ state }) => (state.data?.some(({ waiting }) => waiting) ? WAITING_MS : false),
  });
}

export function useSayLabel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (label: NewLabel) => apiSend('POST', PATH, label, labelSchema),
    onSuccess: () => refresh(client),
  });
}

export function useWithdrawLabel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => apiDo('DELETE', `${PATH}/${id}`),
    onSuccess: () => refresh(client),
  });
}

/** A correction changes the day and what is told of it. */
function refresh(client: ReturnType<typeof useQueryClient>): Promise<void> {
  const told = [KEY, ['today'], ['load'], ['day'], ['week']];
  return Promise.all(told.map((queryKey) => client.invalidateQueries({ queryKey }))).then(() => undefined);
}
