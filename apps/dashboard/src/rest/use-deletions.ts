import {
  type Deletion,
  deletionSchema,
  type NewDeletion,
  type Retention,
  retentionSchema,
} from '@plumbline/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { forgetStored } from '../offline/stored.ts';
import { apiGet, apiSend } from './api.ts';
import { useSessionChanged } from './use-me.ts';

const PATH = '/v1/deletions';

/** What was deleted, the latest first, with what went. */
export function useDeletions() {
  return useQuery<Deletion[]>({
    queryKey: ['deletions'],
    queryFn: ({ signal }) => apiGet(PATH, z.array(deletionSchema), {}, signal),
  });
}

/** For good, also from what this device keeps. Everything that is shown is asked for again. */
export function useDelete() {
  const client = useQueryClient();
  const gone = useSessionChanged();
  return useMutation({
    mutationFn: (wanted: NewDeletion) => apiSend('POST', PATH, wanted, deletionSchema),
    onSuccess: async (_deletion, { kind }) => {
      if (kind === 'person') return gone();
      await forgetStored();
      await client.invalidateQueries();
    },
  });
}

/** How long samples and values by the second are kept. */
export function useRetention() {
  return useQuery<Retention>({
    queryKey: ['retention'],
    queryFn: ({ signal }) => apiGet('/v1/retention', retentionSchema, {}, signal),
  });
}
