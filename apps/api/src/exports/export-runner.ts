import { rm } from 'node:fs/promises';
import { HttpException, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DatabaseUnavailable } from '../database/database.ts';
import { PeopleDatabase } from '../database/people-database.ts';
import { Cancelled, heartbeat, JobWorker } from '../process/job-worker.ts';
import { aboutOf } from './about.ts';
import { estimateOf } from './estimate.ts';
import { ExportJobsRepository, type TakenExport } from './export-jobs.repository.ts';
import { ExportSources } from './export-sources.ts';
import { ExportsRepository } from './exports.repository.ts';
import { ExportGaveUp, runExport } from './run-export.ts';

/** Until the last file is whole. */
const MOST_BEFORE_DONE = 0.99;

/**
 * Makes exports one after the other, and goes on with those that an earlier process began. What a file holds follows
 * from what is stored alone, so that nobody sees where it was interrupted.
 */
@Injectable()
export class ExportRunner implements OnApplicationBootstrap {
  readonly #logger = new Logger(ExportRunner.name);
  readonly #jobs: ExportJobsRepository;
  readonly #repository: ExportsRepository;
  readonly #sources: ExportSources;
  readonly #databaseUrl: string;
  readonly #worker: JobWorker<TakenExport>;

  constructor(
    people: PeopleDatabase,
    jobs: ExportJobsRepository,
    repository: ExportsRepository,
    sources: ExportSources,
  ) {
    this.#databaseUrl = people.url;
    this.#jobs = jobs;
    this.#repository = repository;
    this.#sources = sources;
    this.#worker = new JobWorker<TakenExport>({
      tidy: () => this.#tidy(),
      take: () => jobs.take(),
      run: (taken, stop) => this.#run(taken, stop),
      failed: (error) => this.#logger.warn(`exports have to wait: ${error.message}`),
    });
  }

  onApplicationBootstrap(): void {
    this.#worker.start();
  }

  /** There may be something to do. */
  wake(): void {
    this.#worker.wake();
  }

  /** Resolves when nothing is written for it any more. */
  cancel(id: string): Promise<void> {
    return this.#worker.cancel(id);
  }

  /** What runs is put back: the next process goes on after its last whole file. */
  stop(): Promise<void> {
    return this.#worker.stop();
  }

  async #tidy(): Promise<void> {
    for (const path of await this.#jobs.tidy()) await rm(path, { recursive: true, force: true });
  }

  async #run(taken: TakenExport, stop: AbortController): Promise<void> {
    try {
      await this.#write(taken, stop);
    } catch (error) {
      await this.#ended(taken, error, stop.signal);
    }
  }

  async #write({ id, path, order, ...taken }: TakenExport, stop: AbortController): Promise<void> {
    const source = await this.#sources.again(order, taken.personId, taken.wearerId);
    const wanted = estimateOf(order, await this.#repository.counts(source)).rows;
    let rows = 0;
    const onRows = (n: number): void => {
      rows = n;
    };
    const share = (): number => Math.min(MOST_BEFORE_DONE, rows / Math.max(1, wanted));
    const end = heartbeat(() => this.#jobs.hold(id, share()), stop);
    try {
      const facts = { title: 'Plumbline export', format: order.format, about: aboutOf(order, source) };
      const task = { databaseUrl: this.#databaseUrl, source, facts, path };
      const files = await runExport(task, onRows, stop.signal);
      if (!(await this.#jobs.done(id, files))) throw new Cancelled();
    } finally {
      end();
    }
  }

  async #ended({ id, path }: TakenExport, error: unknown, stop: AbortSignal): Promise<void> {
    const isUnwanted = error instanceof Cancelled || stop.reason instanceof Cancelled;
    // Whoever takes it next goes on with the files that are whole.
    if (stop.aborted && !isUnwanted) return this.#jobs.release(id).catch(() => {});
    if (isAway(error)) return this.#logger.warn(`export ${id} has to wait: ${(error as Error).message}`);
    await rm(path, { recursive: true, force: true });
    if (isUnwanted) return;
    this.#logger.warn(`export ${id} was given up: ${(error as Error).message}`);
    await this.#jobs.failed(id, told(error)).catch(() => {});
  }
}

function isAway(error: unknown): boolean {
  return (
    error instanceof DatabaseUnavailable || (error instanceof ExportGaveUp && error.why === 'unavailable')
  );
}

/** What the person may know of it: texts of the system tell of paths and of tables. */
function told(error: unknown): string {
  if (error instanceof HttpException) return error.message;
  if (error instanceof ExportGaveUp && error.why === 'refused') return error.message;
  if (error instanceof ExportGaveUp && error.why === 'disk full') return 'The disk of the server is full.';
  return 'The server met an error of its own; its log tells more. Order it again.';
}
