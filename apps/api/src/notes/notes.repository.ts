import { Injectable } from '@nestjs/common';
import type { NewNote, Note, NoteChange } from '@plumbline/contract';
import type { Identity } from '../access/identity.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { atUs, usOf } from '../database/wire.ts';

const COLUMNS = `id, kind, ${usOf('at')} as "atUs", text, value::float8 as value,
  coalesce(author_person_id = actor(), false) as own, ${usOf('changed_at')} as "changedUs"`;
const BETWEEN = `select ${COLUMNS} from note
  where wearer_id = $1 and at >= ${atUs('$2')} and at < ${atUs('$3')} order by at, id limit $4`;
const WRITE = `insert into note (tenant_id, wearer_id, author_person_id, at, kind, text, value)
  values ((select actor_tenant()), $1, $2, ${atUs('$3')}, $4, $5, $6) returning ${COLUMNS}`;
const CHANGE = `update note set text = $4, at = coalesce(${atUs('$5')}, at), changed_at = now()
  where id = $1 and wearer_id = $2 and author_person_id = $3 and kind in ('note', 'marker') returning ${COLUMNS}`;
const REMOVE = 'delete from note where id = $1 and wearer_id = $2 and author_person_id = $3 returning id';

type Row = Note & Record<string, unknown>;

@Injectable()
export class NotesRepository {
  readonly #database: PeopleDatabase;

  constructor(database: PeopleDatabase) {
    this.#database = database;
  }

  between(actor: Actor, wearerId: number, fromUs: number, untilUs: number, limit: number): Promise<Note[]> {
    return this.#database.as(actor, (queries) =>
      queries.query<Row>(BETWEEN, [wearerId, fromUs, untilUs, limit]),
    );
  }

  async write(identity: Identity, wearerId: number, note: NewNote): Promise<Note> {
    const value = note.kind === 'discomfort' ? note.value : null;
    const values = [wearerId, identity.personId, note.atUs, note.kind, note.text, value];
    const [row] = await this.#database.as(identity, (queries) => queries.query<Row>(WRITE, values));
    return row!;
  }

  /** Null: there is no such note of one's own. */
  async change(identity: Identity, wearerId: number, id: string, change: NoteChange): Promise<Note | null> {
    const values = [id, wearerId, identity.personId, change.text, change.atUs ?? null];
    const [row] = await this.#database.as(identity, (queries) => queries.query<Row>(CHANGE, values));
    return row ?? null;
  }

  async remove(identity: Identity, wearerId: number, id: string): Promise<boolean> {
    const values = [id, wearerId, identity.personId];
    return (await this.#database.as(identity, (queries) => queries.query(REMOVE, values))).length > 0;
  }
}
