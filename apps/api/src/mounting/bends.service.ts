import { ForbiddenException, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { Bends } from '@plumbline/contract';
import type { BendCalibration } from '@plumbline/core';
import type { Identity } from '../access/identity.ts';
import { type BlockOfWearer, IngestService } from '../ingest/ingest.service.ts';
import { BendsRun, type BendsSource, NO_BENDS } from './bends-run.ts';
import { MountingRepository } from './mounting.repository.ts';

/** How long an answer waits for another word; below what proxies allow a request. */
const LONGEST_WAIT_MS = 10_000;
/** Nobody does five bends that slowly. */
const LONGEST_RUN_MS = 5 * 60_000;

/** Guided bends on live samples. They live in memory: after a restart a test is begun again. */
@Injectable()
export class BendsService implements OnModuleDestroy {
  readonly #logger = new Logger(BendsService.name);
  readonly #ingest: IngestService;
  readonly #repository: MountingRepository;
  readonly #runs = new Map<number, { readonly run: BendsRun; readonly stop: () => void }>();

  constructor(ingest: IngestService, repository: MountingRepository) {
    this.#ingest = ingest;
    this.#repository = repository;
  }

  /** In place of one that goes on. */
  begin(who: Identity): Bends {
    const wearerId = wearerOf(who);
    const before = this.#runs.get(wearerId);
    this.cancel(who);
    const store = (source: BendsSource, result: BendCalibration): Promise<void> =>
      this.#repository.keepBends(source, result);
    const run = new BendsRun((before?.run.version ?? 0) + 1, Date.now(), store);
    const unwatch = this.#ingest.watch(wearerId, (block) => this.#took(run, block));
    const timer = setTimeout(() => this.cancel(who), LONGEST_RUN_MS).unref();
    const stop = (): void => {
      unwatch();
      clearTimeout(timer);
    };
    this.#runs.set(wearerId, { run, stop });
    return run.state(Date.now());
  }

  /** `after`: waits a while for a later version than this. */
  async state(who: Identity, after: number | undefined): Promise<Bends> {
    const run = this.#runs.get(wearerOf(who))?.run;
    if (run === undefined) return NO_BENDS;
    if (after !== undefined && run.version <= after && !run.isOver) await run.another(LONGEST_WAIT_MS);
    return run.state(Date.now());
  }

  async finish(who: Identity): Promise<Bends> {
    const found = this.#runs.get(wearerOf(who));
    if (found === undefined) return NO_BENDS;
    await found.run.finish();
    found.stop();
    return found.run.state(Date.now());
  }

  /** What was accepted before stays. */
  cancel(who: Identity): void {
    const found = this.#runs.get(wearerOf(who));
    found?.stop();
    found?.run.end();
    this.#runs.delete(wearerOf(who));
  }

  /** Whoever waits for a word gets the last one. */
  onModuleDestroy(): void {
    for (const { run, stop } of this.#runs.values()) {
      stop();
      run.end();
    }
    this.#runs.clear();
  }

  #took(run: BendsRun, { stream, block, columns }: BlockOfWearer): void {
    const source = { streamId: stream.id, sessionId: stream.sessionId, streamUuid: stream.uuid };
    run.take(source, columns.batch(block), Date.now()).catch((error: unknown) => this.#logger.error(error));
  }
}

function wearerOf({ wearer }: Identity): number {
  if (wearer === null) throw new ForbiddenException('This account wears no sensor.');
  return wearer.id;
}
