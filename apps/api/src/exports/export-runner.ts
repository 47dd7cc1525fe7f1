import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HttpException, Inject, Injectable } from '@nestjs/common';
import { PeopleDatabase } from '../database/people-database.ts';
import { API_CONFIG, type ApiConfig } from '../process/config.ts';
import { Cancelled, JobWorker } from '../process/job-worker.ts';
import { aboutOf } from './about.ts';
import { estimateOf } from './estimate.ts';
import { ExportJobsRepository, type TakenExport } from './export-jobs.repository.ts';
import { ExportSources } from './export-sources.ts';
import { ExportsRepository } from './exports.repository.ts';
import { ExportGaveUp, runExport } from './run-export.ts';

/** Until the last file is whole. */
const MOST_BEFORE_DONE = 0.99;

/**
 * Makes exports. What a file holds follows from what is stored alone, so that nobody sees where it was interrupted:
 * whoever takes one over goes on after its last whole file.
 */
@Injectable()
export class ExportRunner extends JobWorker<TakenExport> {
  readonly #jobs: ExportJobsRepository;
  readonly #repository: ExportsRepository;
  readonly #sources: ExportSources;
  readonly #databaseUrl: string;

  constructor(
    @Inject(API_CONFIG) { exportDir }: ApiConfig,
    people: PeopleDatabase,
    jobs: ExportJobsRepository,
    repository: ExportsRepository,
    sources: ExportSources,
  ) {
    super({
      kind: 'export',
      tidy: async () => {
        for (const id of await jobs.tidy(await ordersIn(exportDir))) await remove(join(exportDir, id));
      },
      take: () => jobs.take(),
      hold: (id, share) => jobs.hold(id, share),
      carryOut: (taken, stop, onShare) => this.#write(taken, stop, onShare),
      mayGoWellLater: (error) => error instanceof ExportGaveUp && error.why === 'unavailable',
      release: (id) => jobs.release(id),
      cleanUp: ({ path }) => remove(path),
      failed: (id, error) => jobs.failed(id, told(error)),
    });
    this.#databaseUrl = people.url;
    this.#jobs = jobs;
    this.#repository = repository;
    this.#sources = sources;
  }

  async #write(
    { id, path, order, ...taken }: TakenExport,
    stop: AbortSignal,
    onShare: (share: number) => void,
  ): Promise<void> {
    const source = await this.#sources.again(order, taken.personId, taken.wearerId);
    const wanted = estimateOf(order, await this.#repository.counts(source)).rows;
    const facts = { title: 'Plumbline export', format: order.format, about: aboutOf(order, source) };
    const task = { databaseUrl: this.#databaseUrl, source, facts, path };
    const onRows = (rows: number): void => onShare(Math.min(MOST_BEFORE_DONE, rows / Math.max(1, wanted)));
    const files = await runExport(task, onRows, stop);
    if (!(await this.#jobs.done(id, files))) throw new Cancelled();
  }
}

const ORDER = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Also those of which a server that was killed, or a disk, had left something. */
async function ordersIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).filter((name) => ORDER.test(name));
}

const remove = (path: string): Promise<void> => rm(path, { recursive: true, force: true });

/** What the person may know of it: texts of the system tell of paths and of tables. */
function told(error: unknown): string {
  if (error instanceof HttpException) return error.message;
  if (error instanceof ExportGaveUp && error.why === 'refused') return error.message;
  if (error instanceof ExportGaveUp && error.why === 'disk full') return 'The disk of the server is full.';
  return 'The server met an error of its own; its log tells more. Order it again.';
}
