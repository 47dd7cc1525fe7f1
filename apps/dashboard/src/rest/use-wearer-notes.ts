import { type NewNote, noteSchema } from '@plumbline/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { apiDo, apiSend, withParams } from './api.ts';

const PATH = '/v1/notes';
/** As in `use-notes.ts`, which reads them. */
const KEY = ['notes'];

/** Writes into the diary of a wearer who opened it. */
export function useWriteNoteFor(wearer: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (note: NewNote) => apiSend('POST', withParams(PATH, { wearer }), note, noteSchema),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** Takes away a note of one's own. */
export function useRemoveNoteOf(wearer: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => apiDo('DELETE', withParams(`${PATH}/${id}`, { wearer })),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
