import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  ConflictException,
  ForbiddenException,
  Injectable,
  Logger,
  UnauthorizedException,
} from '@nestjs/common';
import type { Deletion, NewDeletion } from '@plumbline/contract';
import { AccessService } from '../access/access.service.ts';
import { AccessChanges } from '../access/access-changes.ts';
import type { Identity } from '../access/identity.ts';
import { SessionsService } from '../accounts/sessions.service.ts';
import { ExportRunner } from '../exports/export-runner.ts';
import { ImportsService } from '../imports/imports.service.ts';
import { IngestService } from '../ingest/ingest.service.ts';
import { LiveRooms } from '../live/live-rooms.ts';
import { InvalidInput } from '../problem/invalid-input.ts';
import { DeletionsRepository, type Erased } from './deletions.repository.ts';

/** Deletes for good: rows, snapshots, what is in memory, and files of exports; and says what it removed. */
@Injectable()
export class DeletionsService {
  readonly #logger = new Logger(DeletionsService.name);
  readonly #repository: DeletionsRepository;
  readonly #ingest: IngestService;
  readonly #rooms: LiveRooms;
  readonly #access: AccessService;
  readonly #changes: AccessChanges;
  readonly #exports: ExportRunner;
  readonly #imports: ImportsService;
  readonly #sessions: SessionsService;

  constructor(
    repository: DeletionsRepository,
    ingest: IngestService,
    rooms: LiveRooms,
    access: AccessService,
    changes: AccessChanges,
    exports: ExportRunner,
    imports: ImportsService,
    sessions: SessionsService,
  ) {
    this.#repository = repository;
    this.#ingest = ingest;
    this.#rooms = rooms;
    this.#access = access;
    this.#changes = changes;
    this.#exports = exports;
    this.#imports = imports;
    this.#sessions = sessions;
  }

  list(identity: Identity): Promise<Deletion[]> {
    return this.#repository.list(identity);
  }

  async delete(identity: Identity, wanted: NewDeletion): Promise<Deletion> {
    if (wanted.kind === 'range') checkRange(identity, wanted);
    else await this.#prepareToGo(identity);
    const erased = await this.#erase(identity, wanted);
    if (erased === null) throw new UnauthorizedException('Everything of this account was deleted before.');
    const { deletion, paths } = erased;
    const files = await this.#removeFiles(paths);
    await this.#tell(identity, wanted.kind);
    return files === 0 ? deletion : { ...deletion, removed: { ...deletion.removed, files } };
  }

  /** While nothing of the wearer is in memory. */
  async #erase(identity: Identity, wanted: NewDeletion): Promise<Erased | null> {
    const erase = (): Promise<Erased | null> =>
      wanted.kind === 'range'
        ? this.#repository.eraseRange(identity, wanted)
        : this.#repository.erasePerson(identity);
    if (identity.wearer === null) return erase();
    const done: (Erased | null)[] = [];
    await this.#ingest.aside(identity.wearer.id, async () => void done.push(await erase()));
    return done[0]!;
  }

  async #prepareToGo(identity: Identity): Promise<void> {
    if (await this.#repository.isLastOperator(identity)) {
      throw new ConflictException(
        'Nobody else could look after the accounts here: open one for another operator first.',
      );
    }
    await this.#stopImports(identity);
  }

  /** Whoever remembers something of them. */
  async #tell({ wearer }: Identity, kind: NewDeletion['kind']): Promise<void> {
    if (kind === 'person' && this.#access.forgetLocal()) {
      this.#ingest.forgetLocal();
      await this.#rooms.keep((await this.#ingest.localWearer()).id);
    }
    if (wearer !== null) await this.#rooms.forget(wearer.id);
    this.#changes.publish();
    if (kind === 'person') await this.#sessions.offerSetUp();
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
      await rm(path, { recursive: true, force: true }).catch((error: Error) =>
        this.#logger.error(`${path} is to be deleted by hand: ${error.message}`),
      );
    }
    return paths.length;
  }
}

function checkRange({ wearer }: Identity, { fromUs, untilUs }: NewDeletion & { kind: 'range' }): void {
  if (wearer === null) throw new ForbiddenException('This account wears no sensor.');
  if (untilUs <= fromUs) throw new InvalidInput('untilUs', String(untilUs), 'Give a time after fromUs.');
}
