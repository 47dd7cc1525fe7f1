import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '@plumbline/database';
import { Fleet } from './fleet.ts';
import { Followers } from './followers.ts';
import { cpuSeconds, machineSeconds, mainThreadSeconds, memoryBytes, sumOverFamily } from './machine.ts';
import { addWearers } from './people.ts';
import type { Rig } from './rig.ts';
import { Signal } from './signal.ts';

export interface LoadPlan {
  readonly wearers: number;
  /** Measured; opening the streams and the warm-up come before. */
  readonly seconds: number;
  /** Between two records of a wearer. */
  readonly everyMs: number;
  /** Wearers whose live picture is followed. */
  readonly followed: number;
}

export interface Stored {
  readonly samples: number;
  readonly raw_bytes: number;
  readonly bytes: number;
  readonly wal: number;
}

export interface Reading extends Stored {
  readonly atMs: number;
  readonly apiCpuS: number;
  readonly apiMainThreadS: number;
  readonly databaseCpuS: number;
  readonly generatorCpuS: number;
  readonly machineCpuS: number;
  readonly apiBytes: number;
  readonly databaseBytes: number;
}

/** Every few seconds. */
export interface Look {
  readonly unacknowledgedS: number;
  readonly unsentBytes: number;
  /** From a sample to the message that shows it, ms, in order. */
  readonly latencyMs: readonly number[];
}

export interface LoadResult {
  readonly plan: LoadPlan;
  readonly before: Reading;
  readonly after: Reading;
  readonly looks: readonly Look[];
  /** Why it is no result: a connection ended, a record or a page was refused. Null: it is one. */
  readonly failure: string | null;
  /** The most that a record was sent after its time: then the generator is what breaks. */
  readonly sentLateMs: number;
}

/** Until every session has been stored and has its first snapshot. */
const WARM_UP_MS = 15_000;
const LOOK_MS = 5_000;
/** For streams that take long to open, and a measurement that takes longer than planned. */
const SPARE_S = 60;

const STORED = `
  select (select coalesce(sum(samples), 0) from plumbline.stream_progress)::float8 as samples,
    (select coalesce(sum(pg_total_relation_size(oid)), 0) from pg_class
      where relkind in ('r', 'p') and relname ~ '^raw_block')::float8 as raw_bytes,
    pg_database_size(current_database())::float8 as bytes,
    pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as wal`;

export async function measureLoad(rig: Rig, plan: LoadPlan): Promise<LoadResult> {
  const signal = new Signal(plan.seconds + WARM_UP_MS / 1000 + SPARE_S);
  const wearers = await addWearers(rig.server.url, plan.wearers);
  const fleet = await Fleet.open(rig.url, wearers, signal, plan.everyMs);
  const followers = await Followers.open(rig.url, wearers.slice(0, plan.followed));
  try {
    fleet.start();
    await sleep(WARM_UP_MS);
    followers.takeLatencies();
    const before = await read(rig);
    const looks = await watch(fleet, followers, plan.seconds);
    const after = await read(rig);
    const ended = fleet.refusals > 0 ? `${fleet.refusals} connections ended` : null;
    const failure = fleet.failure ?? followers.refused ?? ended;
    return { plan, before, after, looks, failure, sentLateMs: fleet.latestMs };
  } finally {
    followers.stop();
    await fleet.stop();
  }
}

async function watch(fleet: Fleet, followers: Followers, seconds: number): Promise<Look[]> {
  const looks: Look[] = [];
  const untilMs = Date.now() + seconds * 1000;
  while (Date.now() < untilMs) {
    await sleep(Math.min(LOOK_MS, untilMs - Date.now()));
    const { unacknowledgedS, unsentBytes } = fleet;
    looks.push({ unacknowledgedS, unsentBytes, latencyMs: followers.takeLatencies() });
  }
  return looks;
}

async function read(rig: Rig): Promise<Reading> {
  const client = await connect(rig.server.url);
  try {
    const stored = (await client.query<Stored>(STORED)).rows[0]!;
    return {
      ...stored,
      atMs: Date.now(),
      apiCpuS: await cpuSeconds(rig.apiPid),
      apiMainThreadS: await mainThreadSeconds(rig.apiPid),
      databaseCpuS: await sumOverFamily(rig.server.pid, cpuSeconds),
      generatorCpuS: await cpuSeconds(process.pid),
      machineCpuS: await machineSeconds(),
      apiBytes: await memoryBytes(rig.apiPid),
      databaseBytes: await sumOverFamily(rig.server.pid, memoryBytes),
    };
  } finally {
    await client.end();
  }
}
