import {
  type Deletion,
  deletionSchema,
  type NewDeletion,
  type Retention,
  retentionSchema,
} from '@plumbline/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { apiGet, apiSend } from './api.ts';

const PATH = '/v1/deletions';

/** What was deleted, the latest first, with what went. */
export function useDeletions() {
  return useQuery<Deletion[]>({
    queryKey: ['deletions'],
    queryFn: ({ signal }) => apiGet(PATH, z.array(deletionSchema), {}, signal),
  });
}

/** For good. Everything that is shown is asked for again. */
export function useDelete() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: NewDeletion) => apiSend('POST', PATH, wanted, deletionSchema),
    onSuccess: () => client.invalidateQueries(),
  });
}

/** How long samples and values by the second are kept. */
export function useRetention() {
  return useQuery<Retention>({
    queryKey: ['retention'],
    queryFn: ({ signal }) => apiGet('/v1/retention', retentionSchema, {}, signal),
  });
}
