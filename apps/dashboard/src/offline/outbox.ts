import { type NewNote, newNoteSchema } from '@plumbline/contract';
import { z } from 'zod';

const STORAGE_KEY = 'plumbline.outbox';
/** Weeks of a diary. More than that is not one that waits for a network. */
const MOST = 200;

const entriesSchema = z.array(z.object({ person: z.uuid(), note: newNoteSchema }));
type Entry = z.infer<typeof entriesSchema>[number];

/** The part of `localStorage` that is used. */
export type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Diary entries that wait on this device for the server, each under the person who wrote it. */
export class Outbox {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  waiting(person: string): readonly NewNote[] {
    return this.#entries()
      .filter((entry) => entry.person === person)
      .map(({ note }) => note);
  }

  /** False: there is no room, or the browser forbids to keep things. */
  add(person: string, note: NewNote): boolean {
    const entries = this.#entries();
    return entries.length < MOST && this.#store([...entries, { person, note }]);
  }

  remove(person: string, note: NewNote): void {
    this.#store(this.#entries().filter((entry) => entry.person !== person || !isSame(entry.note, note)));
  }

  #entries(): readonly Entry[] {
    try {
      const parsed = entriesSchema.safeParse(JSON.parse(this.#storage.getItem(STORAGE_KEY) ?? '[]'));
      return parsed.success ? parsed.data : [];
    } catch {
      return [];
    }
  }

  #store(entries: readonly Entry[]): boolean {
    try {
      if (entries.length === 0) this.#storage.removeItem(STORAGE_KEY);
      else this.#storage.setItem(STORAGE_KEY, JSON.stringify(entries));
      return true;
    } catch {
      return false;
    }
  }
}

/** Entries are told apart by when they are about, to the microsecond, and by their kind. */
function isSame(a: NewNote, b: NewNote): boolean {
  return a.atUs === b.atUs && a.kind === b.kind;
}

interface Server {
  /** Whether it has an entry of this kind and time already: the answer to an earlier try may have been lost. */
  readonly has: (note: NewNote) => Promise<boolean>;
  readonly write: (note: NewNote) => Promise<unknown>;
}

/** Sends what waits, in order, until the server is away again. Returns how many arrived. */
export async function sendWaiting(outbox: Outbox, person: string, server: Server): Promise<number> {
  let sent = 0;
  for (const note of outbox.waiting(person)) {
    if (!(await server.has(note))) await server.write(note);
    outbox.remove(person, note);
    sent += 1;
  }
  return sent;
}
