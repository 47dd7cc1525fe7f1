import type { Scope } from '@plumbline/contract';
import { Database, type Queries } from './database.ts';

/** On whose behalf something is asked. The database decides what that person may see. */
export interface Actor {
  readonly personId: number;
  /** Of a token that may do less than its person; null: everything the person may. */
  readonly scopes: readonly Scope[] | null;
  /** In the name of a study that the person works on: only so are its participants to be seen. */
  readonly studyId?: number;
}

/** For requests of people: rows appear by ownership and by consent, and without an actor there are none. */
export class PeopleDatabase extends Database {
  /** One transaction on behalf of somebody; commits what `work` did, or nothing of it. */
  as<T>({ personId, scopes, studyId }: Actor, work: (queries: Queries) => Promise<T>): Promise<T> {
    if (!Number.isSafeInteger(personId)) throw new TypeError('a person has a number');
    // Both are ours, not the caller's: a number, and words from a fixed list. One round trip instead of three.
    const narrowed = scopes === null ? '' : `; set local plumbline.scopes = '${scopes.join(',') || 'none'}'`;
    const study = studyId === undefined ? '' : `; set local plumbline.study = '${Number(studyId)}'`;
    return this.inTransaction(`begin; set local plumbline.actor = '${personId}'${narrowed}${study}`, work);
  }
}
