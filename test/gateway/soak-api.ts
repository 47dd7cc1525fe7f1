import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { EmbeddedPostgres } from '@plumbline/database';

const API = fileURLToPath(import.meta.resolve('@plumbline/api/main'));
const HOST = '127.0.0.1';

/** The other side of the gateway in a soak: the API as it ships, with its analysis, and an embedded PostgreSQL. */
export class SoakApi {
  readonly #database: EmbeddedPostgres;
  readonly #port: number;
  #api: ChildProcess | null = null;

  private constructor(database: EmbeddedPostgres, port: number) {
    this.#database = database;
    this.#port = port;
  }

  static async open(dataDir: string): Promise<SoakApi> {
    return new SoakApi(await EmbeddedPostgres.start({ dataDir }), await freePort());
  }

  get url(): string {
    return `ws://${HOST}:${this.#port}/v1/ingest`;
  }

  get databaseUrl(): string {
    return this.#database.url;
  }

  async start(): Promise<void> {
    const more = { DATABASE_URL: this.#database.url, HOST, PORT: String(this.#port) };
    const env = { ...process.env, ...more, PLUMBLINE_LOG_LEVEL: 'fatal' };
    this.#api = fork(API, [], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const ready = once(this.#api, 'message');
    const died = once(this.#api, 'exit').then(([code]): never => {
      throw new Error(`the API ended with ${code} before it was ready`);
    });
    died.catch(() => {});
    await Promise.race([ready, died]);
  }

  /** kill -9. */
  kill(): Promise<void> {
    return end(this.#api, 'SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await end(this.#api, 'SIGTERM');
    await this.#database.stop();
  }
}

export async function end(child: ChildProcess | null, signal: NodeJS.Signals): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}
