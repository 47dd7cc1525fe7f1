/**
 * `node test/load/run.ts [--wearers 200] [--seconds 60] [--every 500] [--followed 50] [--json]`: wearers at 100 Hz and
 * six axes over the real ingest protocol, against the API as a process on a durable database of its own.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connect, EmbeddedPostgres } from '@plumbline/database';
import { Fleet } from './fleet.ts';
import { Followers, quantile } from './followers.ts';
import { cpuSeconds, memoryBytes, sumOverFamily } from './machine.ts';
import { type LoadOptions, readOptions } from './options.ts';
import { addWearers } from './people.ts';
import { Signal } from './signal.ts';

const API = fileURLToPath(import.meta.resolve('@plumbline/api/main'));
/** Until every session has been flushed and has stored its first snapshot. */
const WARM_UP_MS = 15_000;
const LOOK_MS = 5_000;
const SPARE_S = 60;
const MB = 1024 * 1024;

const STORED = `
  select (select coalesce(sum(samples), 0) from plumbline.stream_progress)::float8 as samples,
    (select coalesce(sum(pg_total_relation_size(oid)), 0) from pg_class
      where relkind in ('r', 'p') and relname ~ '^raw_block')::float8 as raw_bytes,
    pg_database_size(current_database())::float8 as bytes,
    pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as wal`;

interface Stored {
  readonly samples: number;
  readonly raw_bytes: number;
  readonly bytes: number;
  readonly wal: number;
}

interface Reading extends Stored {
  readonly atMs: number;
  readonly apiCpuS: number;
  readonly databaseCpuS: number;
}

async function main(options: LoadOptions): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'plumbline-load-'));
  const server = await EmbeddedPostgres.start({ dataDir });
  const api = fork(API, [], {
    env: {
      ...process.env,
      DATABASE_URL: server.url,
      PORT: '0',
      PLUMBLINE_ACCOUNTS: '1',
      PLUMBLINE_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  try {
    const [{ url }] = (await once(api, 'message')) as [{ url: string }];
    report(options, await load(url, server, api, options));
  } finally {
    api.kill('SIGTERM');
    if (api.exitCode === null) await once(api, 'exit');
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function load(
  url: string,
  server: EmbeddedPostgres,
  api: ChildProcess,
  options: LoadOptions,
): Promise<Result> {
  const signal = new Signal(options.seconds + WARM_UP_MS / 1000 + SPARE_S);
  const wearers = await addWearers(server.url, options.wearers);
  const fleet = await Fleet.open(url, wearers, signal, options.everyMs);
  const followers = await Followers.open(url, wearers.slice(0, options.followed));
  fleet.start();
  await sleep(WARM_UP_MS);
  followers.takeLatencies();
  const before = await read(server, api);
  const looks = await watch(fleet, options.seconds);
  const after = await read(server, api);
  const latencies = followers.takeLatencies();
  const memory = {
    apiMb: (await memoryBytes(api.pid!)) / MB,
    databaseMb: (await sumOverFamily(server.pid, memoryBytes)) / MB,
  };
  followers.stop();
  await fleet.stop();
  const failure = fleet.failure ?? followers.refused;
  return { before, after, looks, latencies, memory, failure, sentLateMs: fleet.latestMs };
}

interface Result {
  readonly before: Reading;
  readonly after: Reading;
  /** Seconds unacknowledged and bytes unsent, every few seconds. */
  readonly looks: readonly { readonly unacknowledgedS: number; readonly unsentBytes: number }[];
  readonly latencies: readonly number[];
  readonly memory: { readonly apiMb: number; readonly databaseMb: number };
  readonly failure: string | null;
  readonly sentLateMs: number;
}

async function watch(fleet: Fleet, seconds: number): Promise<Result['looks']> {
  const looks: Result['looks'][number][] = [];
  const untilMs = Date.now() + seconds * 1000;
  while (Date.now() < untilMs) {
    await sleep(Math.min(LOOK_MS, untilMs - Date.now()));
    looks.push({ unacknowledgedS: fleet.unacknowledgedS, unsentBytes: fleet.unsentBytes });
  }
  return looks;
}

async function read(server: EmbeddedPostgres, api: ChildProcess): Promise<Reading> {
  const client = await connect(server.url);
  try {
    const stored = (await client.query<Stored>(STORED)).rows[0]!;
    const apiCpuS = await cpuSeconds(api.pid!);
    const databaseCpuS = await sumOverFamily(server.pid, cpuSeconds);
    return { ...stored, atMs: Date.now(), apiCpuS, databaseCpuS };
  } finally {
    await client.end();
  }
}

function report(options: LoadOptions, result: Result): void {
  const { before, after, latencies, looks } = result;
  const seconds = (after.atMs - before.atMs) / 1000;
  const samples = after.samples - before.samples;
  const per = (from: number, to: number): number => (to - from) / samples;
  const facts = {
    ...options,
    samplesPerS: samples / seconds,
    latencyMs: {
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
      max: latencies.at(-1) ?? null,
    },
    updates: latencies.length,
    unacknowledgedS: looks.map((look) => look.unacknowledgedS),
    unsentKb: looks.map((look) => look.unsentBytes / 1024),
    cores: {
      api: (after.apiCpuS - before.apiCpuS) / seconds,
      database: (after.databaseCpuS - before.databaseCpuS) / seconds,
    },
    memoryMb: result.memory,
    bytesPerSample: {
      raw: after.raw_bytes / after.samples,
      everything: per(before.bytes, after.bytes),
      wal: per(before.wal, after.wal),
    },
    sentLateMs: result.sentLateMs,
    failure: result.failure,
  };
  process.stdout.write(`${JSON.stringify(facts, rounded, options.json ? 0 : 1)}\n`);
}

function rounded(_: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(4)) : value;
}

await main(readOptions(process.argv.slice(2)));
