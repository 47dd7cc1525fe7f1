import { allocatedBytes, cpuNs } from './calibration.ts';

/** The first passes compile; the least of the others counts. */
const PASSES = 5;

/** A stage fed with the same stretch of time, once with every sample and once with every sample twice. */
export interface Doubling {
  readonly seconds: number;
  readonly samples: number;
  /** A fresh stage; calling what comes back feeds it with everything. */
  readonly once: () => () => void;
  readonly twice: () => () => void;
}

export interface Cost {
  readonly nsPerSample: number;
  readonly bytesPerSample: number;
  readonly bytesPerSecond: number;
}

/**
 * What twice as many samples in the same time cost more is per sample; the rest is per second: rows, bouts, events.
 * Deterministic but for the compiler, which may box numbers until it has seen enough: hence the least of passes.
 */
export function costOf({ seconds, samples, once, twice }: Doubling): Cost {
  const single = least(once);
  const bytesPerSample = (least(twice).bytes - single.bytes) / samples;
  return {
    nsPerSample: single.ns / samples,
    bytesPerSample: Math.max(0, bytesPerSample),
    bytesPerSecond: (single.bytes - Math.max(0, bytesPerSample) * samples) / seconds,
  };
}

function least(create: () => () => void): { ns: number; bytes: number } {
  let ns = Number.POSITIVE_INFINITY;
  let bytes = Number.POSITIVE_INFINITY;
  for (let pass = 0; pass < PASSES; pass++) {
    const run = create();
    const before = allocatedBytes();
    const start = cpuNs();
    run();
    ns = Math.min(ns, cpuNs() - start);
    bytes = Math.min(bytes, allocatedBytes() - before);
  }
  return { ns, bytes };
}
