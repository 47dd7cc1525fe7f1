import { rm } from 'node:fs/promises';
import { HttpException, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DatabaseUnavailable } from '../database/database.ts';
import { PeopleDatabase } from '../database/people-database.ts';
import { aboutOf } from './about.ts';
import { estimateOf } from './estimate.ts';
import { ExportJobsRepository, type TakenExport } from './export-jobs.repository.ts';
import { ExportSources } from './export-sources.ts';
import { ExportsRepository } from './exports.repository.ts';
import { ExportGaveUp, runExport } from './run-export.ts';

/** Orders that another process left are looked for this often. */
const LOOK_INTERVAL_MS = 5_000;
const HEARTBEAT_MS = 1_000;
/** Until the last file is whole. */
const MOST_BEFORE_DONE = 0.99;

class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

interface Running {
  readonly id: string;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

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
  #timer: NodeJS.Timeout | null = null;
  #working: Promise<void> | null = null;
  #again = false;
  #stopping = false;
  #running: Running | null = null;

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
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => this.wake(), LOOK_INTERVAL_MS);
    this.wake();
  }

  /** There may be something to do. */
  wake(): void {
    this.#again = true;
    if (this.#stopping) return;
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
    });
  }

  /** Resolves when nothing is written for it any more. */
  async cancel(id: string): Promise<void> {
    if (this.#running?.id !== id) return;
    this.#running.stop.abort(new Cancelled());
    await this.#running.ended;
  }

  /** What runs is put back: the next process goes on after its last whole file. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#running?.stop.abort();
    await this.#working;
  }

  async #work(): Promise<void> {
    try {
      while (this.#again && !this.#stopping) {
        this.#again = false;
        for (const path of await this.#jobs.tidy()) await rm(path, { recursive: true, force: true });
        for (let taken = await this.#take(); taken !== null; taken = await this.#take())
          await this.#begin(taken);
      }
    } catch (error) {
      this.#logger.warn(`exports have to wait: ${(error as Error).message}`);
    }
  }

  async #take(): Promise<TakenExport | null> {
    return this.#stopping ? null : this.#jobs.take();
  }

  async #begin(taken: TakenExport): Promise<void> {
    const stop = new AbortController();
    const ended = this.#run(taken, stop);
    this.#running = { id: taken.id, stop, ended };
    if (this.#stopping) stop.abort();
    await ended;
    this.#running = null;
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
    const share = (): number => Math.min(MOST_BEFORE_DONE, rows / Math.max(1, wanted));
    const heartbeat = setInterval(() => this.#beat(id, share(), stop), HEARTBEAT_MS);
    try {
      const facts = { title: 'Plumbline export', format: order.format, about: aboutOf(order, source) };
      const task = { databaseUrl: this.#databaseUrl, source, facts, path };
      const files = await runExport(
        task,
        (n) => {
          rows = n;
        },
        stop.signal,
      );
      if (!(await this.#jobs.done(id, files))) throw new Cancelled();
    } finally {
      clearInterval(heartbeat);
    }
  }

  #beat(id: string, share: number, stop: AbortController): void {
    this.#jobs.hold(id, share).then(
      (held) => held || stop.abort(new Cancelled()),
      // A database that is away says nothing; reading will notice it.
      () => {},
    );
  }

  async #ended({ id, path }: TakenExport, error: unknown, stop: AbortSignal): Promise<void> {
    // The next one to take it goes on with the files that are whole.
    if (isAway(error)) return this.#logger.warn(`export ${id} has to wait: ${(error as Error).message}`);
    if (this.#stopping && !(stop.reason instanceof Cancelled)) return this.#jobs.release(id).catch(() => {});
    await rm(path, { recursive: true, force: true });
    if (error instanceof Cancelled || stop.reason instanceof Cancelled) return;
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
