import { type NewStudy, type Person, personSchema, studySchema } from '@plumbline/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { apiGet, apiSend } from './api.ts';

/** Who may work on a study; for operators. */
export function useResearchers() {
  return useQuery<Person[]>({
    queryKey: ['people', 'researchers'],
    queryFn: async ({ signal }) => {
      const people = await apiGet('/v1/people', z.array(personSchema), {}, signal);
      return people.filter(({ roles, disabledUs }) => roles.includes('researcher') && disabledUs === null);
    },
  });
}

export function useOpenStudy() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (study: NewStudy) => apiSend('POST', '/v1/studies', study, studySchema),
    onSuccess: () => client.invalidateQueries({ queryKey: ['studies'] }),
  });
}

export function useCloseStudy() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => apiSend('PATCH', `/v1/studies/${id}`, { closed: true }, studySchema),
    onSuccess: () => client.invalidateQueries({ queryKey: ['studies'] }),
  });
}
