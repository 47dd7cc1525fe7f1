import { rm } from 'node:fs/promises';
import { ForbiddenException, Injectable } from '@nestjs/common';
import type { Deletion, NewDeletion } from '@plumbline/contract';
import { AccessService } from '../access/access.service.ts';
import { AccessChanges } from '../access/access-changes.ts';
import type { Identity } from '../access/identity.ts';
import { IngestService } from '../ingest/ingest.service.ts';
import { LiveRooms } from '../live/live-rooms.ts';
import { InvalidInput } from '../problem/invalid-input.ts';
import { DeletionsRepository, type Erased } from './deletions.repository.ts';

/** Deletes for good: rows, snapshots, what is in memory, and files of exports; and says what it removed. */
@Injectable()
export class DeletionsService {
  readonly #repository: DeletionsRepository;
  readonly #ingest: IngestService;
  readonly #rooms: LiveRooms;
  readonly #access: AccessService;
  readonly #changes: AccessChanges;

  constructor(
    repository: DeletionsRepository,
    ingest: IngestService,
    rooms: LiveRooms,
    access: AccessService,
    changes: AccessChanges,
  ) {
    this.#repository = repository;
    this.#ingest = ingest;
    this.#rooms = rooms;
    this.#access = access;
    this.#changes = changes;
  }

  list(identity: Identity): Promise<Deletion[]> {
    return this.#repository.list(identity);
  }

  async delete(identity: Identity, wanted: NewDeletion): Promise<Deletion> {
    if (identity.wearer === null) throw new ForbiddenException('This account wears no sensor.');
    if (wanted.kind === 'range' && wanted.untilUs <= wanted.fromUs) {
      throw new InvalidInput('untilUs', String(wanted.untilUs), 'Give a time after fromUs.');
    }
    const erased: Erased[] = [];
    await this.#ingest.aside(identity.wearer.id, async () => {
      erased.push(await this.#erase(identity, wanted));
    });
    const { deletion, paths } = erased[0]!;
    const files = await removeFiles(paths);
    await this.#tell(identity, identity.wearer.id, wanted.kind);
    return files === 0 ? deletion : { ...deletion, removed: { ...deletion.removed, files } };
  }

  #erase(identity: Identity, wanted: NewDeletion): Promise<Erased> {
    return wanted.kind === 'range'
      ? this.#repository.eraseRange(identity, wanted)
      : this.#repository.erasePerson(identity);
  }

  /** Whoever remembers something of them. */
  async #tell({ via }: Identity, wearerId: number, kind: NewDeletion['kind']): Promise<void> {
    if (kind === 'person' && via === 'local') {
      this.#access.forgetLocal();
      this.#ingest.forgetLocal();
      await this.#rooms.keep((await this.#ingest.localWearer()).id);
    }
    await this.#rooms.forget(wearerId);
    this.#changes.publish();
  }
}

async function removeFiles(paths: readonly string[]): Promise<number> {
  for (const path of paths) await rm(path, { recursive: true, force: true });
  return paths.length;
}
