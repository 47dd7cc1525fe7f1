import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { ForbiddenException, Inject, Injectable, Logger, NotFoundException } from '@nestjs/common';
import type { Export, NewExport } from '@plumbline/contract';
import { writeBundle } from '@plumbline/formats';
import type { Identity, WearerRef } from '../access/identity.ts';
import { checkSpan } from '../http/span.ts';
import { API_CONFIG, type ApiConfig } from '../process/config.ts';
import { VERSION } from '../process/version.ts';
import { ExportReader } from './export-reader.ts';
import { SCOPE_OF } from './export-tables.ts';
import { type ExportRow, ExportsRepository } from './exports.repository.ts';

const MOST_DAYS = 3_660;
const KEPT_DAYS = 7;
/** Of the hash that stands for a wearer: enough to tell people apart, and not their id. */
const SUBJECT_LENGTH = 8;

/** A file of a finished export. */
export interface Download {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Takes data away into folders, one export after the other. */
@Injectable()
export class ExportsService implements OnApplicationBootstrap {
  readonly #logger = new Logger(ExportsService.name);
  readonly #folder: string;
  readonly #repository: ExportsRepository;
  readonly #stop = new AbortController();
  #tail: Promise<void> = Promise.resolve();

  constructor(@Inject(API_CONFIG) { exportDir }: ApiConfig, repository: ExportsRepository) {
    this.#folder = exportDir;
    this.#repository = repository;
  }

  async onApplicationBootstrap(): Promise<void> {
    for (const path of await this.#repository.tidy()) await rm(path, { recursive: true, force: true });
  }

  /** What runs is given up and says so; resolves when nothing writes any more. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#tail;
  }

  async order(who: Identity, wearer: WearerRef, wanted: NewExport): Promise<Export> {
    checkSpan(wanted, MOST_DAYS);
    await this.#mustSee(who, wearer.id, wanted);
    const id = await this.#repository.order(who, wearer, wanted);
    const path = join(this.#folder, id);
    await this.#repository.enter(id, path, KEPT_DAYS);
    this.#tail = this.#tail.then(() => this.#run(id, path, who, wearer, wanted));
    return this.#get(who, id);
  }

  async list(who: Identity): Promise<Export[]> {
    return (await this.#repository.list(who)).map(told);
  }

  /** Whoever downloads must still be allowed to see what is in it. */
  async file(who: Identity, id: string, name: string): Promise<Download> {
    const [row] = await this.#repository.list(who, id);
    const file = row?.manifest?.files.find((one) => one.name === name);
    if (row === undefined || file === undefined) {
      throw new NotFoundException(`There is no file ${name} in export ${id}.`);
    }
    await this.#mustSee(who, row.wearer_id, row.input);
    return { ...file, path: join(row.path, file.name) };
  }

  async #get(who: Identity, id: string): Promise<Export> {
    const [row] = await this.#repository.list(who, id);
    return told(row!);
  }

  async #mustSee(who: Identity, wearerId: number, { tables }: NewExport): Promise<void> {
    for (const table of tables) {
      const scope = SCOPE_OF[table];
      if (await this.#repository.may(who, wearerId, scope)) continue;
      throw new ForbiddenException(`${table}: the wearer does not let you see this (${scope}).`);
    }
  }

  async #run(id: string, path: string, who: Identity, wearer: WearerRef, wanted: NewExport): Promise<void> {
    try {
      this.#stop.signal.throwIfAborted();
      await this.#repository.begin(id);
      const reader = new ExportReader(this.#repository, who, wearer.id, wanted);
      const tables = reader.tables((share) => this.#repository.progress(id, share));
      const facts = { title: 'Plumbline export', format: wanted.format, about: about(wearer, wanted) };
      const manifest = await writeBundle(path, facts, tables, this.#stop.signal);
      await this.#repository.finish(id, null, manifest);
    } catch (error) {
      await rm(path, { recursive: true, force: true });
      await this.#failed(id, (error as Error).message);
    }
  }

  async #failed(id: string, reason: string): Promise<void> {
    this.#logger.warn(`export ${id} was given up: ${reason}`);
    // Where the database is away the next start says so.
    await this.#repository.finish(id, reason, null).catch(() => {});
  }
}

function about({ uuid }: WearerRef, wanted: NewExport): Record<string, unknown> {
  const hash = createHash('sha256').update(uuid).digest('hex');
  return {
    ...{ app: `plumbline ${VERSION}`, subject: `sub-${hash.slice(0, SUBJECT_LENGTH)}` },
    ...{ tables: wanted.tables, fromUs: wanted.fromUs, untilUs: wanted.untilUs, times: 'UTC' },
    datesShifted: wanted.dateShiftDays !== 0,
    ...(wanted.dateShiftDays !== 0 && { fromUs: null, untilUs: null }),
    scopes: [...new Set(wanted.tables.map((table) => SCOPE_OF[table]))].sort(),
  };
}

function told(row: ExportRow): Export {
  return {
    ...{ id: row.id, state: row.state, progress: row.progress, problem: row.problem },
    ...{ format: row.input.format, tables: row.input.tables },
    ...{ createdUs: row.created_us, expiresUs: row.expires_us },
    files: [...(row.manifest?.files ?? [])],
  };
}
