import { rm } from 'node:fs/promises';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { RecordingError } from '@plumbline/formats';
import { DatabaseUnavailable } from '../database/database.ts';
import { IngestService } from '../ingest/ingest.service.ts';
import { Cancelled, heartbeat, JobWorker } from '../process/job-worker.ts';
import type { TakenImport } from './import-order.ts';
import { ImportsRepository } from './imports.repository.ts';
import { ImportRefused, takeIn } from './take-in.ts';
import { Uploads } from './uploads.ts';

/** Takes recordings in one after the other, and goes on with those that an earlier process began. */
@Injectable()
export class ImportRunner implements OnApplicationBootstrap {
  readonly #logger = new Logger(ImportRunner.name);
  readonly #repository: ImportsRepository;
  readonly #ingest: IngestService;
  readonly #uploads: Uploads;
  readonly #worker: JobWorker<TakenImport>;

  constructor(repository: ImportsRepository, ingest: IngestService, uploads: Uploads) {
    this.#repository = repository;
    this.#ingest = ingest;
    this.#uploads = uploads;
    this.#worker = new JobWorker<TakenImport>({
      tidy: async () => uploads.tidy(await repository.unfinished()),
      take: () => repository.take(),
      run: (taken, stop) => this.#run(taken, stop),
      failed: (error) => this.#logger.warn(`imports have to wait: ${error.message}`),
    });
  }

  onApplicationBootstrap(): void {
    this.#worker.start();
  }

  wake(): void {
    this.#worker.wake();
  }

  cancel(id: string): Promise<void> {
    return this.#worker.cancel(id);
  }

  /** What runs is put back: what is stored of it is not stored again. */
  stop(): Promise<void> {
    return this.#worker.stop();
  }

  async #run(taken: TakenImport, stop: AbortController): Promise<void> {
    let share = 0;
    const end = heartbeat(() => this.#repository.hold(taken.id, Math.min(1, share)), stop);
    try {
      const result = await takeIn(taken, this.#uploads.pathOf(taken.id), {
        ...{ ingest: this.#ingest, repository: this.#repository, stop: stop.signal },
        onShare: (read) => {
          share = read;
        },
      });
      await this.#repository.finish(taken.id, null, result);
      await rm(this.#uploads.pathOf(taken.id), { force: true });
    } catch (error) {
      await this.#ended(taken, error, stop.signal);
    } finally {
      end();
    }
  }

  async #ended({ id }: TakenImport, error: unknown, stop: AbortSignal): Promise<void> {
    const isUnwanted = error instanceof Cancelled || stop.reason instanceof Cancelled;
    if (stop.aborted && !isUnwanted) return this.#repository.release(id).catch(() => {});
    if (error instanceof DatabaseUnavailable)
      return this.#logger.warn(`import ${id} has to wait: ${error.message}`);
    await rm(this.#uploads.pathOf(id), { force: true });
    if (isUnwanted) return;
    this.#logger.warn(`import ${id} was given up: ${(error as Error).message}`);
    await this.#repository.finish(id, told(error), null).catch(() => {});
  }
}

function told(error: unknown): string {
  if (error instanceof RecordingError || error instanceof ImportRefused) return error.message;
  return 'The server met an error of its own; its log tells more. Import it again.';
}
