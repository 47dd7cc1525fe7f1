import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { DatabaseFailure } from '../failure.ts';
import { type Cluster, OWNER, openCluster } from './cluster.ts';
import { ensureRunning, type Running, serverUrl, stopServer } from './control.ts';

export interface EmbeddedOptions {
  /** The server's files go into `<dataDir>/database`. */
  readonly dataDir: string;
  /** One line whenever something happened that a person may want to know. */
  readonly say?: (line: string) => void;
}

const RESTART_DELAY_MS = 100;
const MAX_RESTART_DELAY_MS = 5_000;
/** Advisory lock that says: this server has a launcher. Any constant of our own will do. */
const LAUNCHER_LOCK = '(1886217839, 1)';
const LOCK_PATIENCE_MS = 1_000;
const LOCK_RETRY_MS = 50;
/** Others must be able to walk through a throw-away folder, not read it. */
const WALK_THROUGH = 0o711;

/**
 * A PostgreSQL of our own. It runs in its own session, so Ctrl-C at the terminal does not reach it before
 * the processes that still want to write. One connection stays open as a guard: it holds a lock that keeps a
 * second launcher away, and its end tells at once that the server died; it is then started again on the same port.
 */
export class EmbeddedPostgres {
  readonly #cluster: Cluster;
  readonly #say: (line: string) => void;
  readonly #throwAway: string | null;
  #running: Running;
  #guard: Client | null = null;
  #recovery: Promise<void> = Promise.resolve();
  #stopping: Promise<void> | null = null;

  private constructor(
    cluster: Cluster,
    running: Running,
    say: (line: string) => void,
    throwAway: string | null,
  ) {
    this.#cluster = cluster;
    this.#running = running;
    this.#say = say;
    this.#throwAway = throwAway;
  }

  /** Throws DatabaseFailure: one line that says what is wrong, and the remedy. */
  static async start(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
    return EmbeddedPostgres.#start(resolve(options.dataDir), options.say ?? (() => {}), false);
  }

  /** For tests: not durable, and gone without a trace after `stop`. */
  static async startThrowAway(): Promise<EmbeddedPostgres> {
    const folder = await mkdtemp(join(tmpdir(), 'plumbline-database-'));
    await chmod(folder, WALK_THROUGH);
    return EmbeddedPostgres.#start(folder, () => {}, true);
  }

  static async #start(
    dataDir: string,
    say: (line: string) => void,
    throwAway: boolean,
  ): Promise<EmbeddedPostgres> {
    const cluster = await openCluster(dataDir, throwAway);
    const running = await ensureRunning(cluster, null);
    const server = new EmbeddedPostgres(cluster, running, say, throwAway ? dataDir : null);
    try {
      await server.#takeGuard();
      await server.#ensureDatabase();
    } catch (error) {
      // Nothing half-started is left behind; a server that has another launcher is not ours to stop.
      if (!(error instanceof OtherLauncher)) await server.stop();
      throw error;
    }
    return server;
  }

  /** Of the owner, who may change the schema. The same for as long as this object lives. */
  get url(): string {
    return serverUrl(this.#cluster, this.#running.port);
  }

  get pid(): number {
    return this.#running.pid;
  }

  /** It was running already, left by a process that was killed. */
  get adopted(): boolean {
    return this.#running.adopted;
  }

  /** Everything acknowledged is on disk afterwards. Connections of others are ended. May be called twice. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    await this.#recovery;
    await this.#guard?.end();
    await stopServer(this.#cluster, this.#throwAway === null ? 'fast' : 'immediate');
    if (this.#throwAway !== null) await rm(this.#throwAway, { recursive: true, force: true });
  }

  async #takeGuard(): Promise<void> {
    const guard = new Client({ connectionString: serverUrl(this.#cluster, this.#running.port, 'postgres') });
    guard.on('error', () => {});
    await guard.connect();
    if (!(await takeLock(guard))) {
      await guard.end();
      throw new OtherLauncher(
        `Another Plumbline already uses the database in ${this.#cluster.home} (server process ${this.#running.pid}).`,
        'Stop that one first, or choose another folder with --data-dir <folder>.',
      );
    }
    guard.once('end', () => this.#guardEnded());
    this.#guard = guard;
  }

  #guardEnded(): void {
    if (this.#stopping === null) this.#recovery = this.#recover();
  }

  async #recover(): Promise<void> {
    this.#say('The database ended unexpectedly; starting it again.');
    for (
      let delay = RESTART_DELAY_MS;
      this.#stopping === null;
      delay = Math.min(2 * delay, MAX_RESTART_DELAY_MS)
    ) {
      try {
        this.#running = await ensureRunning(this.#cluster, this.#running.port);
        await this.#takeGuard();
        this.#say('The database is back.');
        return;
      } catch (error) {
        this.#say(error instanceof Error ? error.message : String(error));
        await sleep(delay);
      }
    }
  }

  async #ensureDatabase(): Promise<void> {
    const { rowCount } = await this.#guard!.query('select from pg_database where datname = $1', [OWNER]);
    if (rowCount === 0) await this.#guard!.query(`create database ${OWNER}`);
  }
}

class OtherLauncher extends DatabaseFailure {}

/** A launcher that was killed a moment ago still holds the lock until the server has noticed. */
async function takeLock(guard: Client): Promise<boolean> {
  const until = Date.now() + LOCK_PATIENCE_MS;
  for (;;) {
    const { rows } = await guard.query<{ taken: boolean }>(
      `select pg_try_advisory_lock${LAUNCHER_LOCK} as taken`,
    );
    if (rows[0]?.taken === true) return true;
    if (Date.now() > until) return false;
    await sleep(LOCK_RETRY_MS);
  }
}
