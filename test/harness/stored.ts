import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { decodeBlock } from '@plumbline/contract';
import { Client } from 'pg';
import type { DerivedLines } from './batch.ts';

/** The stored samples of everything in the database, oldest stream first, read past the API. */
export interface StoredSamples {
  readonly n: number;
  readonly tUs: readonly number[];
  /** One row of raw counts per sample. */
  readonly counts: readonly (readonly number[])[];
  readonly hash: string;
}

export interface StoredGap {
  readonly startUs: number;
  readonly endUs: number;
  readonly missing: number;
  readonly cause: string;
}

interface BlockRow {
  readonly payload: Buffer;
  readonly channels: readonly { readonly encoding: 'int' | 'f32' }[];
}

const SCHEMA = 'plumbline';

export async function withDatabase<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export function readStoredSamples(url: string): Promise<StoredSamples> {
  return withDatabase(url, async (client) => {
    const { rows } = await client.query<BlockRow>(
      `select payload, channels from ${SCHEMA}.raw_block join ${SCHEMA}.stream on stream.id = stream_id
       order by opened_at, stream_id, first_sample`,
    );
    return unpack(rows);
  });
}

function unpack(rows: readonly BlockRow[]): StoredSamples {
  const tUs: number[] = [];
  const counts: number[][] = [];
  for (const { payload, channels } of rows) {
    const block = decodeBlock(
      inflateRawSync(payload),
      channels.map((channel) => channel.encoding),
    );
    for (let i = 0; i < block.n; i++) {
      tUs.push(block.tUs[i]!);
      counts.push(block.channels.map((column) => column[i]!));
    }
  }
  return { n: counts.length, tUs, counts, hash: hashCounts(counts) };
}

/** SHA-256 over the rows as text: the same for a file and for what was stored of it. */
export function hashCounts(counts: readonly (readonly number[])[]): string {
  const hash = createHash('sha256');
  for (const row of counts) hash.update(`${row.join(',')}\n`);
  return hash.digest('hex');
}

export function readStoredGaps(url: string): Promise<StoredGap[]> {
  return withDatabase(url, async (client) => {
    const { rows } = await client.query(
      `select extract(epoch from start_at) * 1e6 as start_us, extract(epoch from end_at) * 1e6 as end_us,
              missing, cause from ${SCHEMA}.gap order by start_at`,
    );
    return rows.map((row) => ({
      startUs: Number(row.start_us),
      endUs: Number(row.end_us),
      missing: Number(row.missing),
      cause: row.cause,
    }));
  });
}

/** The derived rows of the live pipeline, as lines in the form of {@link analyseInChunks}. */
export function readDerivedLines(url: string): Promise<DerivedLines> {
  return withDatabase(url, async (client) => ({
    seconds: await lines(
      client,
      `select (extract(epoch from time) * 1e6)::bigint, name, probability_pm, flexion_cdeg, side_bend_cdeg,
              rotation_cdeg, tilt_cdeg, activity_cmps2, coverage_pm
       from ${SCHEMA}.posture_1s join ${SCHEMA}.posture_state on posture_state.id = state order by time`,
    ),
    bouts: await lines(
      client,
      `select (extract(epoch from started_at) * 1e6)::bigint, (extract(epoch from ended_at) * 1e6)::bigint, name
       from ${SCHEMA}.bout join ${SCHEMA}.posture_state on posture_state.id = state order by started_at`,
    ),
  }));
}

async function lines(client: Client, sql: string): Promise<string[]> {
  const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
  return rows.map((row) => row.map((value) => value ?? 'null').join(','));
}
