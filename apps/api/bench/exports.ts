/**
 * `pnpm build && node apps/api/bench/exports.ts [days]`: how long exports of samples at 100 Hz take from the order to the
 * last file, their processor time, and the memory of the process that makes them. The API runs as it is delivered, on a
 * database of its own.
 * One line of JSON a figure. `days` (30): of the long export.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Export, ExportEstimate } from '@plumbline/contract';
import { connect, startTestServer } from '@plumbline/database';
import { CHANNELS, RATE_HZ } from '../src/testing/records.ts';
import { BLOCK_S, NoisyBlocks } from './noisy-blocks.ts';
import { openStream, type Rows } from './seed.ts';

const HOUR_US = 3600e6;
const DAY_US = 24 * HOUR_US;
const SHORT_HOURS = 8;
const ROUNDS = 3;
const POLL_MS = 20;
const KIB = 1024;
const MEGABYTE = 1e6;
const TICKS_PER_S = 100;
const START_US = Math.floor(1_795_000_000e6 / DAY_US) * DAY_US;
const BLOCKS_AT_ONCE = 360;
const days = Number(process.argv[2] ?? 30);

const report = (figure: Record<string, unknown>): void => console.log(JSON.stringify(figure));

/** The API as a process of its own, without accounts. */
class ApiProcess {
  readonly #child: ChildProcess;
  readonly url: string;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(databaseUrl: string, exportDir: string): Promise<ApiProcess> {
    const env = { ...process.env, DATABASE_URL: databaseUrl, PORT: '0', PLUMBLINE_EXPORT_DIR: exportDir };
    const main = new URL('../dist/main.js', import.meta.url);
    const child = fork(main, { env: { ...env, PLUMBLINE_LOG_LEVEL: 'error' } });
    const [{ url }] = (await once(child, 'message')) as [{ url: string }];
    return new ApiProcess(child, url);
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await once(this.#child, 'exit');
  }

  async ask<T>(method: string, path: string, body?: object): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) };
    const response = await fetch(this.url + path, init);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  /** Of the process that makes an export now; null: none does. */
  async maker(): Promise<number | null> {
    const { pid } = this.#child;
    const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return Number(text.trim().split(' ')[0]) || null;
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** Seconds of processor time, its own and of those that have ended (proc(5), stat, fields 14 to 17). */
  async cpuSeconds(): Promise<number> {
    const text = await readFile(`/proc/${this.pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_S;
  }
}

/** Resident memory of a process in MB, and the most it ever was; null: it is gone (proc(5), VmRSS and VmHWM). */
async function memoryOf(pid: number): Promise<{ now: number; peak: number } | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const of = (name: string): number =>
    Math.round((Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) * KIB) / MEGABYTE);
  return status.includes('VmHWM') ? { now: of('VmRSS'), peak: of('VmHWM') } : null;
}

/** Follows the process that makes an export until `over`: its first and its largest size. */
async function watch(api: ApiProcess, over: { yes: boolean }): Promise<{ first: number; peak: number }> {
  let [first, peak] = [0, 0];
  for (; !over.yes; await sleep(POLL_MS)) {
    const pid = await api.maker();
    const found = pid === null ? null : await memoryOf(pid);
    if (found === null) continue;
    first ||= found.now;
    peak = Math.max(peak, found.peak);
  }
  return { first, peak };
}

const BLOCK = `
  insert into raw_block (stream_id, t0, last_at, first_sample, tenant_id, n, codec, payload)
  select $1, to_timestamp(us / 1e6), to_timestamp(us / 1e6) + interval '9.99 s', first, 1, $5::int, 1, payload
  from unnest($2::float8[], $3::bigint[], $4::bytea[]) as u (us, first, payload)`;
const PROGRESS = `
  insert into stream_progress (stream_id, next_seq, samples, rejected, last_sample_at)
  values ($1, 1, $2, 0, to_timestamp($3::float8 / 1e6))`;

/** Returns bytes of payload a sample. */
async function seed(rows: Rows): Promise<number> {
  const [wearer] = (await rows('select id from wearer order by id limit 1')) as [{ id: number }];
  const stream = await openStream(rows, wearer.id, START_US);
  const blocks = new NoisyBlocks();
  const samples = BLOCK_S * RATE_HZ;
  const count = (days * 86_400) / BLOCK_S;
  let bytes = 0;
  for (let from = 0; from < count; from += BLOCKS_AT_ONCE) {
    const at = Array.from({ length: BLOCKS_AT_ONCE }, (_, k) => from + k);
    const payloads = at.map((block) => Buffer.from(blocks.payload(block, START_US)));
    bytes += payloads.reduce((sum, { length }) => sum + length, 0);
    const times = at.map((block) => START_US + block * BLOCK_S * 1e6);
    await rows(BLOCK, [stream, times, at.map((block) => block * samples), payloads, samples]);
  }
  await rows(PROGRESS, [stream, count * samples, START_US + days * DAY_US]);
  await rows('vacuum analyze');
  return bytes / (count * samples);
}

interface Made {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly bytes: number;
  readonly rows: number;
}

async function make(api: ApiProcess, format: string, hours: number): Promise<Made> {
  const wanted = { format, tables: ['samples'], fromUs: START_US, untilUs: START_US + hours * HOUR_US };
  const cpuBefore = await api.cpuSeconds();
  const start = performance.now();
  let made = await api.ask<Export>('POST', '/v1/exports', wanted);
  while (made.state === 'queued' || made.state === 'running') {
    await sleep(POLL_MS);
    made = await api.ask<Export>('GET', `/v1/exports/${made.id}`);
  }
  const seconds = (performance.now() - start) / 1000;
  if (made.state !== 'done') throw new Error(`${made.state}: ${made.problem}`);
  await api.ask('DELETE', `/v1/exports/${made.id}`);
  const sum = (of: (file: Export['files'][number]) => number): number =>
    made.files.reduce((all, file) => all + of(file), 0);
  const cpuSeconds = (await api.cpuSeconds()) - cpuBefore;
  return { seconds, cpuSeconds, bytes: sum(({ bytes }) => bytes), rows: sum(({ rows }) => rows ?? 0) };
}

/** The median of some rounds, as whoever ordered it sees it. */
async function time(api: ApiProcess, format: string): Promise<void> {
  const rounds: Made[] = [];
  for (let i = 0; i < ROUNDS; i++) rounds.push(await make(api, format, SHORT_HOURS));
  rounds.sort((a, b) => a.seconds - b.seconds);
  const { seconds, cpuSeconds, bytes, rows } = rounds[ROUNDS >> 1]!;
  const name = `${SHORT_HOURS} h at ${RATE_HZ} Hz, ${CHANNELS.length} channels, as ${format}`;
  const aim = format === 'parquet' ? { aimS: 2 } : {};
  report({
    name,
    seconds: Number(seconds.toFixed(2)),
    cpuSeconds: Number(cpuSeconds.toFixed(2)),
    ...aim,
    rows,
    bytesPerRow: Number((bytes / rows).toFixed(2)),
  });
}

async function memory(api: ApiProcess, format: string, long: number): Promise<void> {
  const wanted = { format, tables: ['samples'], fromUs: START_US, untilUs: START_US + long * DAY_US };
  const estimate = await api.ask<ExportEstimate>('POST', '/v1/exports/estimates', wanted);
  const over = { yes: false };
  const watched = watch(api, over);
  const { seconds, cpuSeconds, bytes, rows } = await make(api, format, 24 * long);
  over.yes = true;
  const { first, peak } = await watched;
  report({
    ...{ name: `${long} days as ${format}: memory of the process, MB`, first, peak, aimPeak: 200 },
    ...{ seconds: Number(seconds.toFixed(1)), cpuSeconds: Number(cpuSeconds.toFixed(1)), rows },
    ...{ megabytes: Math.round(bytes / MEGABYTE), apiPeak: (await memoryOf(api.pid))!.peak },
    estimated: {
      seconds: Number(estimate.seconds.toFixed(1)),
      megabytes: Math.round(estimate.bytes / MEGABYTE),
    },
  });
}

const server = await startTestServer();
const exportDir = await mkdtemp(join(tmpdir(), 'plumbline-bench-exports-'));
const owner = await connect(server.url);
await owner.query('create database bench_exports');
await owner.end();
const url = new URL(server.url);
url.pathname = '/bench_exports';
const rows: Rows = async (sql, values = []) => {
  const client = await connect(url.href);
  try {
    await client.query('set search_path = plumbline');
    return (await client.query(sql, [...values])).rows;
  } finally {
    await client.end();
  }
};
const api = await ApiProcess.start(url.href, exportDir);
try {
  report({ name: 'stored, bytes per sample', value: Number((await seed(rows)).toFixed(2)) });
  await time(api, 'parquet');
  await time(api, 'csv');
  for (const long of [1, Math.ceil(days / 4), days]) await memory(api, 'parquet', long);
  await memory(api, 'csv', Math.ceil(days / 4));
} finally {
  await api.stop();
  await server.stop();
  await rm(exportDir, { recursive: true, force: true });
}
