import { open, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { DatabaseFailure, errorCode } from '../failure.ts';
import { run } from './account.ts';
import { type Cluster, lastLine, OWNER } from './cluster.ts';
import { findPostmaster, type Postmaster, retireStalePid } from './postmaster-pid.ts';

export const HOST = '127.0.0.1';
/** Recovery after a crash replays the log first; pg_ctl waits this long. */
const START_TIMEOUT_S = 120;
const STOP_TIMEOUT_S = 30;
const ACCEPT_TIMEOUT_MS = START_TIMEOUT_S * 1000;
const ACCEPT_RETRY_MS = 50;
/** Another process may take the free port before the server binds it. */
const PORT_ATTEMPTS = 5;
const MAX_LOG_BYTES = 5_000_000;
const LOG_TAIL_BYTES = 2_000;
/** The server is there but not ready yet, or the last one is just going down. */
const TRANSIENT = ['ECONNREFUSED', 'ECONNRESET', '57P03'];

export type StopMode = 'fast' | 'immediate';

export interface Running extends Postmaster {
  /** It ran before, left by a process that was killed. */
  readonly adopted: boolean;
}

/** Starts the server of a cluster, or finds it running already. `port` null: any free one. */
export async function ensureRunning(cluster: Cluster, port: number | null): Promise<Running> {
  const orphan = await findPostmaster(cluster.data);
  if (orphan !== null && (await accepts(cluster, orphan))) return { ...orphan, adopted: true };
  await rotateLog(cluster.log);
  for (let attempt = 1; ; attempt++) {
    const failure = await tryStart(cluster, port ?? (await freePort()));
    const found = await findPostmaster(cluster.data);
    // A start at the same moment elsewhere may have won; then its server is found here.
    if (found !== null && (await accepts(cluster, found))) return { ...found, adopted: failure !== null };
    if (attempt === PORT_ATTEMPTS || !failure?.includes('could not bind'))
      throw startFailure(cluster, failure);
  }
}

async function tryStart(cluster: Cluster, port: number): Promise<string | null> {
  await retireStalePid(cluster.data);
  const before = await logSize(cluster.log);
  const options = [
    '-D',
    cluster.data,
    '-l',
    cluster.log,
    '-w',
    '-t',
    String(START_TIMEOUT_S),
    '-o',
    `-p ${port}`,
  ];
  const outcome = await run(cluster.account, cluster.binaries.pgCtl, ['start', ...options]);
  if (outcome.code === 0) return null;
  return (await logSince(cluster.log, before)) || outcome.output;
}

function startFailure(cluster: Cluster, reason: string | null): DatabaseFailure {
  const fatal = reason?.split('\n').find((line) => line.includes('FATAL')) ?? lastLine(reason ?? '');
  return new DatabaseFailure(
    `The embedded database did not start: ${fatal.replace(/^.*FATAL:\s*/, '')}`,
    `Look into ${cluster.log}, or choose another folder with --data-dir <folder>.`,
  );
}

export async function stopServer(cluster: Cluster, mode: StopMode): Promise<void> {
  if ((await findPostmaster(cluster.data)) === null) return;
  const options = ['-D', cluster.data, '-w', '-t', String(STOP_TIMEOUT_S), '-m', mode];
  const outcome = await run(cluster.account, cluster.binaries.pgCtl, ['stop', ...options]);
  if (outcome.code === 0 || (await findPostmaster(cluster.data)) === null) return;
  throw new DatabaseFailure(
    `The embedded database did not stop: ${lastLine(outcome.output)}`,
    `Stop it by hand: ${cluster.binaries.pgCtl} stop -D ${cluster.data} -m fast`,
  );
}

export function serverUrl(cluster: Cluster, port: number, database: string = OWNER): string {
  return `postgres://${OWNER}:${cluster.password}@${HOST}:${port}/${database}`;
}

/** Waits until it takes connections; false when it goes away instead. */
async function accepts(cluster: Cluster, server: Postmaster): Promise<boolean> {
  const until = Date.now() + ACCEPT_TIMEOUT_MS;
  for (;;) {
    const client = new Client({ connectionString: serverUrl(cluster, server.port, 'postgres') });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return true;
    } catch (error) {
      if (!TRANSIENT.includes(errorCode(error) ?? '')) throw foreignServer(cluster, error);
      if (Date.now() > until) throw startFailure(cluster, String(error));
    }
    await sleep(ACCEPT_RETRY_MS);
    if ((await findPostmaster(cluster.data))?.pid !== server.pid) return false;
  }
}

function foreignServer(cluster: Cluster, error: unknown): DatabaseFailure {
  const reason = error instanceof Error ? error.message : String(error);
  return new DatabaseFailure(
    `The server that runs on ${cluster.data} does not let Plumbline in: ${reason}`,
    `Put the password back into ${cluster.home}/password, or choose another folder with --data-dir <folder>.`,
    error,
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ host: HOST, port: 0 }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function rotateLog(log: string): Promise<void> {
  if ((await logSize(log)) > MAX_LOG_BYTES) await rename(log, `${log}.1`);
}

async function logSize(log: string): Promise<number> {
  return (await stat(log).catch(() => null))?.size ?? 0;
}

async function logSince(log: string, start: number): Promise<string> {
  const file = await open(log, 'r').catch(() => null);
  if (file === null) return '';
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(LOG_TAIL_BYTES), 0, LOG_TAIL_BYTES, start);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
