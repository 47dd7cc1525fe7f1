import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, DatabaseUnavailable } from '../database/database.ts';
import { IngestRepository } from '../ingest/ingest.repository.ts';
import { API_CONFIG, type ApiConfig } from '../process/config.ts';
import { Looks } from '../process/looks.ts';
import { RecomputeRepository } from '../recompute/recompute.repository.ts';
import { DaySummariser } from '../summaries/day-summariser.ts';
import { type Claimed, JobLost, TrialRepository } from './trial.repository.ts';
import { RunStopped, TrialRun } from './trial-run.ts';

const FIRST_LOOK_MS = 1_000;
const LOOK_INTERVAL_MS = 2_000;
/** A worker that has not said anything for so long is gone: it has a word to say every few tenths of a second. */
const LEASE_MS = 10_000;
/** So many processes may end without a word at the same place of a job. */
const MOST_BEGINNINGS = 3;
const GIVEN_UP = `Given up: ${MOST_BEGINNINGS} times the process ended that worked on it. The server's log says why; order it again with other parameters or fewer days.`;

/** Works on analyses that were ordered, one after the other; several processes share them. */
@Injectable()
export class ReanalysisService implements OnApplicationBootstrap {
  readonly #logger = new Logger(ReanalysisService.name);
  readonly #tools: ConstructorParameters<typeof TrialRun>[1];
  readonly #looks = new Looks(() => this.#look());

  constructor(
    @Inject(API_CONFIG) config: ApiConfig,
    trials: TrialRepository,
    blocks: RecomputeRepository,
    ingest: IngestRepository,
    summariser: DaySummariser,
    database: Database,
  ) {
    const { timeZone } = config;
    const stopped = (): boolean => this.#looks.stopped;
    this.#tools = { trials, blocks, ingest, summariser, database, timeZone, leaseMs: LEASE_MS, stopped };
  }

  onApplicationBootstrap(): void {
    this.#looks.begin(FIRST_LOOK_MS);
  }

  /** What it was at is gone on with by the next process. */
  stop(): Promise<void> {
    return this.#looks.stop();
  }

  async #look(): Promise<number> {
    try {
      await this.#tools.trials.sweep();
      const job = await this.#tools.trials.claim(LEASE_MS);
      if (job === null) return LOOK_INTERVAL_MS;
      await this.#work(job);
      return 0;
    } catch (error) {
      // Everything it takes to go on is in the database.
      this.#logger.warn(`analyses that were ordered have to wait: ${(error as Error).message}`);
      return LOOK_INTERVAL_MS;
    }
  }

  async #work(job: Claimed): Promise<void> {
    if (job.begun > MOST_BEGINNINGS)
      return this.#tools.trials.finish(job, { state: 'failed', problem: GIVEN_UP }, []);
    let run: TrialRun | null = null;
    try {
      // Parameters that were taken when it was ordered may be none of this version.
      run = new TrialRun(job, this.#tools);
      const sessions = await run.run();
      const replace = job.input.replace ? sessions : [];
      await this.#tools.trials.finish(run.job, { state: 'done', problem: null }, replace);
      this.#logger.log(`analysis ${job.id} is done`);
    } catch (error) {
      await this.#ended(run?.job ?? job, error);
    }
  }

  async #ended(job: Claimed, error: unknown): Promise<void> {
    const { trials } = this.#tools;
    if (error instanceof DatabaseUnavailable) throw error;
    if (error instanceof RunStopped) return trials.release(job);
    if (error instanceof JobLost) return trials.finish(job, { state: 'cancelled', problem: null }, []);
    this.#logger.error(error);
    await trials.finish(job, { state: 'failed', problem: (error as Error).message }, []);
  }
}
