import { type NewNote, type Note, noteSchema } from '@plumbline/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { z } from 'zod';
import { tell } from '../components/toasts.ts';
import { t } from '../locales/t.ts';
import { Outbox, sendWaiting } from '../offline/outbox.ts';
import { apiGet, apiSend } from './api.ts';
import { isFailure } from './api-failure.ts';

const PATH = '/v1/notes';
/** With a server that does not answer, sending is tried again this often. */
const RETRY_MS = 30_000;

const outbox = () => new Outbox(localStorage);

/** Writes into the diary; without a server the entry waits on this device and null is returned. */
export async function writeNote(person: string, note: NewNote): Promise<Note | null> {
  try {
    return await apiSend('POST', PATH, note, noteSchema);
  } catch (error) {
    const away = isFailure(error, 'offline') || isFailure(error, 'timeout');
    if (!away || !outbox().add(person, note)) throw error;
    tell({ text: t('app.noteWaits') });
    return null;
  }
}

/** What this person has written that the server has not got yet. */
export const waitingNotes = (person: string): readonly NewNote[] => outbox().waiting(person);

export const dropWaiting = (person: string, note: NewNote): void => outbox().remove(person, note);

/** Sends waiting entries of the person as soon as the server is back. */
export function useDiaryOutbox(person: string): void {
  const client = useQueryClient();
  useEffect(() => {
    const send = async () => {
      if (outbox().waiting(person).length === 0) return;
      const count = await sendWaiting(outbox(), person, { has: isThere, write });
      tell({ text: t('app.notesSent', { count }) });
      await client.invalidateQueries({ queryKey: ['notes'] });
    };
    const trySend = () => void send().catch(() => undefined);
    trySend();
    addEventListener('online', trySend);
    const timer = setInterval(trySend, RETRY_MS);
    return () => {
      removeEventListener('online', trySend);
      clearInterval(timer);
    };
  }, [client, person]);
}

const write = (note: NewNote) => apiSend('POST', PATH, note, noteSchema);

async function isThere({ atUs, kind }: NewNote): Promise<boolean> {
  const notes = await apiGet(PATH, z.array(noteSchema), { fromUs: atUs, untilUs: atUs + 1 });
  return notes.some((note) => note.kind === kind && note.atUs === atUs);
}
