import { quantile } from './followers.ts';
import type { LoadResult, Reading } from './measure.ts';

/** What is said about a load. */
export interface LoadFacts {
  readonly wearers: number;
  readonly seconds: number;
  readonly samplesPerS: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly maxMs: number | null;
  readonly updates: number;
  /** The most that was not acknowledged, in the first and in the last fifth. */
  readonly unacknowledgedS: readonly [number, number];
  readonly unsentBytes: number;
  /** Processors used. */
  readonly cores: Readonly<
    Record<'api' | 'apiMainThread' | 'database' | 'generator' | 'everythingElse', number>
  >;
  readonly apiMb: readonly [number, number];
  readonly databaseMb: readonly [number, number];
  /** Of disk: raw blocks with their indexes; the whole database; the log written ahead. */
  readonly bytesPerSample: { readonly raw: number; readonly everything: number; readonly wal: number };
  readonly sentLateMs: number;
  readonly failure: string | null;
  /** The live picture keeps up, and what waits does not grow. */
  readonly holds: boolean;
}

/** The aim for the live picture. */
const P99_MS = 1_000;
/** Blocks last 10 s: what waits swings by that much. */
const GROWTH_S = 5;
/** Of a wearer's samples, so much is stored at once: the two looks at the table fall anywhere between two such moments. */
const STORED_EVERY_S = 10;
const RATE_SHARE = 0.99;
const RATE_HZ = 100;
const FIFTH = 5;
const MB = 1024 * 1024;

export function factsOf(result: LoadResult): LoadFacts {
  const { plan, before, after, looks } = result;
  const seconds = (after.atMs - before.atMs) / 1000;
  const latencies = looks.flatMap((look) => look.latencyMs).sort((a, b) => a - b);
  const part = Math.ceil(looks.length / FIFTH);
  const waiting = looks.map((look) => look.unacknowledgedS);
  const facts = {
    wearers: plan.wearers,
    seconds,
    samplesPerS: (after.samples - before.samples) / seconds,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    maxMs: latencies.at(-1) ?? null,
    updates: latencies.length,
    unacknowledgedS: [Math.max(...waiting.slice(0, part)), Math.max(...waiting.slice(-part))] as const,
    unsentBytes: Math.max(...looks.map((look) => look.unsentBytes)),
    cores: coresOf(before, after),
    apiMb: [before.apiBytes / MB, after.apiBytes / MB] as const,
    databaseMb: [before.databaseBytes / MB, after.databaseBytes / MB] as const,
    bytesPerSample: bytesOf(before, after),
    sentLateMs: result.sentLateMs,
    failure: result.failure,
  };
  return { ...facts, holds: holds(facts) };
}

function holds(facts: Omit<LoadFacts, 'holds'>): boolean {
  const [first, last] = facts.unacknowledgedS;
  const due = RATE_HZ * facts.wearers * (facts.seconds - STORED_EVERY_S);
  const keepsUp = facts.samplesPerS * facts.seconds >= RATE_SHARE * due;
  return (
    facts.failure === null && (facts.p99Ms ?? P99_MS + 1) <= P99_MS && last <= first + GROWTH_S && keepsUp
  );
}

function coresOf(before: Reading, after: Reading): LoadFacts['cores'] {
  const seconds = (after.atMs - before.atMs) / 1000;
  const used = (of: (reading: Reading) => number): number => (of(after) - of(before)) / seconds;
  const ours = { api: used((r) => r.apiCpuS), database: used((r) => r.databaseCpuS) };
  const generator = used((r) => r.generatorCpuS);
  const all = used((r) => r.machineCpuS);
  return {
    ...ours,
    apiMainThread: used((r) => r.apiMainThreadS),
    generator,
    everythingElse: Math.max(0, all - ours.api - ours.database - generator),
  };
}

function bytesOf(before: Reading, after: Reading): LoadFacts['bytesPerSample'] {
  const samples = after.samples - before.samples;
  return {
    raw: after.raw_bytes / after.samples,
    everything: (after.bytes - before.bytes) / samples,
    wal: (after.wal - before.wal) / samples,
  };
}
