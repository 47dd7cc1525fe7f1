import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EmbeddedPostgres } from '@plumbline/database';

const API = fileURLToPath(import.meta.resolve('@plumbline/api/main'));
const LOOK_MS = 20;
/** A database that does not come back by then will not. */
const BACK_TIMEOUT_MS = 60_000;

/** The API as a process on a durable database of its own. */
export class Rig {
  readonly server: EmbeddedPostgres;
  readonly #dataDir: string;
  #api: ChildProcess | null = null;
  #url: URL | null = null;

  private constructor(server: EmbeddedPostgres, dataDir: string) {
    this.server = server;
    this.#dataDir = dataDir;
  }

  static async start(): Promise<Rig> {
    const dataDir = await mkdtemp(join(tmpdir(), 'plumbline-load-'));
    const rig = new Rig(await EmbeddedPostgres.start({ dataDir }), dataDir);
    await rig.#startApi();
    return rig;
  }

  /** The same after a restart. */
  get url(): string {
    return this.#url!.origin;
  }

  get apiPid(): number {
    return this.#api!.pid!;
  }

  /** kill -9, and up again on the same port. */
  async killApi(): Promise<void> {
    this.#api!.kill('SIGKILL');
    await once(this.#api!, 'exit');
    await this.#startApi();
  }

  /** kill -9 of its first process; whoever looks after it starts it again. */
  async killDatabase(): Promise<void> {
    const { pid } = this.server;
    process.kill(pid, 'SIGKILL');
    const untilMs = Date.now() + BACK_TIMEOUT_MS;
    while (this.server.pid === pid) {
      if (Date.now() > untilMs) throw new Error('the database did not come back');
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  async stop(): Promise<void> {
    this.#api?.kill('SIGTERM');
    if (this.#api?.exitCode === null && this.#api.signalCode === null) await once(this.#api, 'exit');
    await this.server.stop();
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  async #startApi(): Promise<void> {
    const own = {
      DATABASE_URL: this.server.url,
      PORT: this.#url?.port ?? '0',
      PLUMBLINE_ACCOUNTS: '1',
      PLUMBLINE_LOG_LEVEL: 'fatal',
    };
    this.#api = fork(API, [], {
      env: { ...process.env, ...own },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const [said] = (await Promise.race([once(this.#api, 'message'), once(this.#api, 'exit')])) as [unknown];
    if (typeof said !== 'object' || said === null) throw new Error('the API did not start');
    this.#url = new URL((said as { url: string }).url);
  }
}
