import { type NewNote, type Note, noteSchema } from '@plumbline/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { useWho } from '../app/me-context.ts';
import { apiDo, apiGet } from './api.ts';
import { dropWaiting, waitingNotes, writeNote } from './diary-outbox.ts';

const PATH = '/v1/notes';
const KEY = ['notes'];

interface Span {
  readonly fromUs: number;
  readonly untilUs: number;
}

/** The diary of a span, oldest first: notes, markers, answers. */
export function useNotes(span: Span | null, wearer?: string) {
  return useQuery<Note[]>({
    queryKey: [...KEY, wearer ?? 'me', span?.fromUs, span?.untilUs],
    queryFn: ({ signal }) => apiGet(PATH, z.array(noteSchema), { ...span, wearer }, signal),
    enabled: span !== null,
  });
}

/** What one has written in a span that waits on this device for the server, oldest first. */
export function useWaitingNotes({ fromUs, untilUs }: Span): readonly NewNote[] {
  const { person } = useWho();
  const { data = [] } = useQuery({
    queryKey: [...KEY, 'waiting', person],
    queryFn: () => waitingNotes(person),
    staleTime: 0,
  });
  return data.filter(({ atUs }) => fromUs <= atUs && atUs < untilUs);
}

/** Takes back what waits: the server never hears of it. */
export function useDropWaiting() {
  const { person } = useWho();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (note: NewNote) => dropWaiting(person, note),
    onSuccess: () => client.invalidateQueries({ queryKey: [...KEY, 'waiting'] }),
  });
}

/** Without a server the entry waits on this device, and the answer is null. */
export function useWriteNote() {
  const { person } = useWho();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (note: NewNote) => writeNote(person, note),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useRemoveNote() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => apiDo('DELETE', `${PATH}/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
