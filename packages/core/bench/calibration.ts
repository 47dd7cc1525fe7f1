import { getHeapStatistics } from 'node:v8';

/** What one pass of the calibration loop does, so that its time is near that of an update. */
const CALIBRATION_STEPS = 40;
const CALIBRATION_PASSES = 200_000;
const ROUNDS = 25;
const COMPILING_ROUNDS = 10;

/**
 * Bytes put on the heap so far by this process, collected ones included; buffers of columns live outside it. Counted
 * in pages of 256 KiB: look at differences over 100,000 samples and more.
 */
export function allocatedBytes(): number {
  return getHeapStatistics().total_allocated_bytes;
}

/** CPU time of this process, ns: other processes' load does not count. */
export function cpuNs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

/** A dependent chain of multiplications, additions and a root, over a small typed array. */
function calibrationLoop(): number {
  const a = Float64Array.from({ length: CALIBRATION_STEPS }, (_, i) => 1 + i / 1000);
  let x = 1;
  for (let pass = 0; pass < CALIBRATION_PASSES; pass++) {
    for (let i = 0; i < CALIBRATION_STEPS; i++) x = x * a[i]! + 0.5;
    x = Math.sqrt(x) / (1 + x);
  }
  return x;
}

/** Nanoseconds of one calibration pass now: the unit in which speeds compare between machines and loads. */
export function calibrationNs(): number {
  return time(CALIBRATION_PASSES, () => null, calibrationLoop).ns;
}

export interface Timing {
  readonly ns: number;
  readonly bytes: number;
}

/** Time is the best of several rounds; new heap is that of all rounds but the first, which compile. */
export function time<T>(n: number, create: () => T, run: (on: T) => unknown): Timing {
  const fresh = Array.from({ length: ROUNDS }, create);
  let ns = Number.POSITIVE_INFINITY;
  let before = 0;
  for (const [round, on] of fresh.entries()) {
    if (round === COMPILING_ROUNDS) before = allocatedBytes();
    const start = cpuNs();
    run(on);
    ns = Math.min(ns, (cpuNs() - start) / n);
  }
  return { ns, bytes: (allocatedBytes() - before) / (n * (ROUNDS - COMPILING_ROUNDS)) };
}

export interface BenchResult {
  readonly name: string;
  readonly nsPerSample: number;
  /** Of the calibration loop's time per pass: comparable between machines and loads. */
  readonly ratio: number;
  /** New heap per sample, without buffers; null where it was not looked at. */
  readonly bytesPerSample: number | null;
  /** New heap per second of the recording beside that: rows, bouts, events. */
  readonly bytesPerSecond?: number | undefined;
  /** Of the whole run, where that is what matters. */
  readonly seconds?: number;
}

/** Prints results for a person, or with `--json` for the program that joins them. */
export function printResults(results: readonly BenchResult[]): void {
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify(results));
    return;
  }
  const head = ['stage', 'ns per sample', 'of a calibration pass', 'bytes per sample', 'bytes per second'];
  console.log(`| ${head.join(' | ')} |\n${'|---'.repeat(head.length)}|`);
  for (const { name, nsPerSample, ratio, bytesPerSample, bytesPerSecond } of results) {
    const bytes = [bytesPerSample?.toFixed(1) ?? '', bytesPerSecond?.toFixed(0) ?? ''];
    const cells = [nsPerSample.toFixed(0), ratio.toFixed(2), ...bytes];
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
}
