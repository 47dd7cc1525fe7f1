import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import type { Export, ExportEstimate, NewExport, NewStudyExport } from '@plumbline/contract';
import type { Identity, WearerRef } from '../access/identity.ts';
import { checkSpan } from '../http/span.ts';
import { InvalidInput } from '../problem/invalid-input.ts';
import { API_CONFIG, type ApiConfig } from '../process/config.ts';
import { estimateOf } from './estimate.ts';
import type { ExportSource } from './export-order.ts';
import { ExportRunner } from './export-runner.ts';
import { ExportSources, NotOpen, type Ordered } from './export-sources.ts';
import { SCOPE_OF } from './export-tables.ts';
import { type ExportRow, ExportsRepository } from './exports.repository.ts';

const MOST_DAYS = 3_660;
const KEPT_DAYS = 7;

/** A file of a finished export. */
export interface Download {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Takes orders for exports, and hands over what became of them. */
@Injectable()
export class ExportsService {
  readonly #folder: string;
  readonly #repository: ExportsRepository;
  readonly #sources: ExportSources;
  readonly #runner: ExportRunner;

  constructor(
    @Inject(API_CONFIG) { exportDir }: ApiConfig,
    repository: ExportsRepository,
    sources: ExportSources,
    runner: ExportRunner,
  ) {
    this.#folder = exportDir;
    this.#repository = repository;
    this.#sources = sources;
    this.#runner = runner;
  }

  /** What runs goes on with the next start. */
  stop(): Promise<void> {
    return this.#runner.stop();
  }

  order(who: Identity, wearer: WearerRef, wanted: NewExport): Promise<Export> {
    return this.#order(who, this.#checked(who, wearer, wanted));
  }

  estimate(who: Identity, wearer: WearerRef, wanted: NewExport): Promise<ExportEstimate> {
    return this.#estimate(this.#checked(who, wearer, wanted));
  }

  async orderForStudy(who: Identity, study: string, wanted: NewStudyExport): Promise<Export> {
    return this.#order(who, await this.#checkedForStudy(who, study, wanted));
  }

  async estimateForStudy(who: Identity, study: string, wanted: NewStudyExport): Promise<ExportEstimate> {
    return this.#estimate(await this.#checkedForStudy(who, study, wanted));
  }

  async list(who: Identity): Promise<Export[]> {
    const rows = await this.#repository.list(who);
    const known = new Map<string, boolean>();
    const all: Export[] = [];
    for (const row of rows) {
      const key = JSON.stringify([row.state, row.wearer_id, row.input.study, row.input.tables]);
      const withheld = known.get(key) ?? (await this.#isWithheld(who, row));
      known.set(key, withheld);
      all.push(told(row, withheld));
    }
    return all;
  }

  async get(who: Identity, id: string): Promise<Export> {
    const row = await this.#row(who, id);
    return told(row, await this.#isWithheld(who, row));
  }

  /** What is running ends; what is there is removed. */
  async remove(who: Identity, id: string): Promise<void> {
    const { path } = await this.#row(who, id);
    await this.#repository.cancel(id);
    await this.#runner.cancel(id);
    await rm(path, { recursive: true, force: true });
  }

  /** Whoever downloads must still be allowed to see what is in it. */
  async file(who: Identity, id: string, name: string): Promise<Download> {
    const row = await this.#row(who, id);
    const file = row.files?.find((one) => one.name === name);
    if (file === undefined) throw new NotFoundException(`There is no file ${name} in export ${id}.`);
    const source = await this.#stillSeen(who, row);
    await this.#repository.fetched(source, new Set(source.tables.map((table) => SCOPE_OF[table])));
    return { ...file, path: join(row.path, file.name) };
  }

  /** Files that are there and are not handed over any more. */
  async #isWithheld(who: Identity, row: ExportRow): Promise<boolean> {
    if (row.state !== 'done') return false;
    try {
      await this.#stillSeen(who, row);
      return false;
    } catch (error) {
      if (error instanceof NotOpen) return true;
      throw error;
    }
  }

  /** What it was made from. Throws a {@link NotOpen} where they may not see that any more. */
  async #stillSeen(who: Identity, { input, wearer_id }: ExportRow): Promise<ExportSource> {
    const source = await this.#sources.again({ ...input, scopes: who.scopes }, who.personId, wearer_id);
    await this.#mustSee(source);
    return source;
  }

  #checked(who: Identity, wearer: WearerRef, wanted: NewExport): Ordered {
    checkSpan(wanted, MOST_DAYS);
    return this.#sources.ofWearer(who, wearer, wanted);
  }

  async #checkedForStudy(who: Identity, study: string, wanted: NewStudyExport): Promise<Ordered> {
    const { fromUs, untilUs } = wanted;
    if (fromUs !== undefined && untilUs !== undefined && untilUs <= fromUs) {
      throw new InvalidInput('untilUs', String(untilUs), 'Give a time after fromUs.');
    }
    return this.#sources.ofStudy(who, study, wanted);
  }

  async #estimate({ order, source }: Ordered): Promise<ExportEstimate> {
    await this.#mustSee(source);
    return estimateOf(order, await this.#repository.counts(source));
  }

  async #order(who: Identity, { order, source }: Ordered): Promise<Export> {
    await this.#mustSee(source);
    const id = await this.#repository.order(source, order);
    await this.#repository.enter(id, join(this.#folder, id), KEPT_DAYS);
    this.#runner.wake();
    return this.get(who, id);
  }

  async #row(who: Identity, id: string): Promise<ExportRow> {
    const [row] = await this.#repository.list(who, id);
    if (row === undefined) throw new NotFoundException(`You have no export ${id}.`);
    return row;
  }

  async #mustSee(source: ExportSource): Promise<void> {
    for (const table of source.tables) {
      const scope = SCOPE_OF[table];
      if (await this.#repository.may(source, scope)) continue;
      throw new NotOpen(`${table}: the wearer does not let you see this (${scope}).`);
    }
  }
}

function told(row: ExportRow, withheld: boolean): Export {
  return {
    ...{ id: row.id, state: row.state, progress: row.progress, problem: row.problem },
    ...{ format: row.input.format, tables: [...row.input.tables], study: row.input.study ?? null },
    ...{ createdUs: row.created_us, expiresUs: row.expires_us, withheld },
    daysNotYetSummarised: row.days_not_yet_summarised,
    files: [...(row.files ?? [])],
  };
}
