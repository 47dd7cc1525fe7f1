import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { ForbiddenException, Injectable, UnauthorizedException } from '@nestjs/common';
import type { Deletion, NewDeletion } from '@plumbline/contract';
import { AccessService } from '../access/access.service.ts';
import { AccessChanges } from '../access/access-changes.ts';
import type { Identity } from '../access/identity.ts';
import { ExportRunner } from '../exports/export-runner.ts';
import { ImportsService } from '../imports/imports.service.ts';
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
  readonly #exports: ExportRunner;
  readonly #imports: ImportsService;

  constructor(
    repository: DeletionsRepository,
    ingest: IngestService,
    rooms: LiveRooms,
    access: AccessService,
    changes: AccessChanges,
    exports: ExportRunner,
    imports: ImportsService,
  ) {
    this.#repository = repository;
    this.#ingest = ingest;
    this.#rooms = rooms;
    this.#access = access;
    this.#changes = changes;
    this.#exports = exports;
    this.#imports = imports;
  }

  list(identity: Identity): Promise<Deletion[]> {
    return this.#repository.list(identity);
  }

  async delete(identity: Identity, wanted: NewDeletion): Promise<Deletion> {
    if (identity.wearer === null) throw new ForbiddenException('This account wears no sensor.');
    if (wanted.kind === 'range' && wanted.untilUs <= wanted.fromUs) {
      throw new InvalidInput('untilUs', String(wanted.untilUs), 'Give a time after fromUs.');
    }
    if (wanted.kind === 'person') await this.#stopImports(identity);
    const done: (Erased | null)[] = [];
    await this.#ingest.aside(identity.wearer.id, async () => {
      done.push(await this.#erase(identity, wanted));
    });
    const [erased] = done;
    if (!erased) throw new UnauthorizedException('Everything of this account was deleted before.');
    const { deletion, paths } = erased;
    const files = await this.#removeFiles(paths);
    await this.#tell(identity, identity.wearer.id, wanted.kind);
    return files === 0 ? deletion : { ...deletion, removed: { ...deletion.removed, files } };
  }

  #erase(identity: Identity, wanted: NewDeletion): Promise<Erased | null> {
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

  /** With the files that were sent for them. */
  async #stopImports(identity: Identity): Promise<void> {
    const imports = await this.#imports.list(identity);
    for (const { id, state } of imports)
      if (state === 'queued' || state === 'running') await this.#imports.cancel(identity, id);
  }

  /** One that is being written is stopped first: it would go on writing. */
  async #removeFiles(paths: readonly string[]): Promise<number> {
    for (const path of paths) {
      await this.#exports.cancel(basename(path));
      await rm(path, { recursive: true, force: true });
    }
    return paths.length;
  }
}
