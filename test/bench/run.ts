/**
 * `pnpm bench [--quick] [--store]`: every benchmark in a process of its own, in three rounds (`--quick`: one, and less of
 * each), one table. Of each stage the fastest round counts, because a shared machine only ever takes time, and how much
 * longer the slowest took stands beside it. Speeds are compared with `baseline.json` as multiples of a calibration loop
 * that runs in the same process, so that machines and loads compare; `--store` writes what was measured into that file.
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = new URL('../..', import.meta.url).pathname;
const ROUNDS = 3;
const BASELINE = new URL('baseline.json', import.meta.url);
const SCRIPTS = [
  'packages/core/bench/orientation.ts',
  'packages/core/bench/clock.ts',
  'packages/core/bench/stages.ts',
  'packages/core/bench/pipeline.ts',
  'packages/sensor-protocol/bench/decode.ts',
  'test/bench/analyse.ts',
];
/** What is aimed at, ns per sample or s; on a machine of its own. */
const AIMS: Readonly<Record<string, string>> = {
  'orientation 6D, 100 Hz': '<= 195 ns',
  'orientation 9D, 100 Hz': '<= 265 ns',
  'pipeline, 1 s at a time, 100 Hz': '<= 1500 ns, 0 bytes',
  'pipeline, a day of 8 h, 100 Hz': '<= 6 s',
  'analyse a file of 8 h, 100 Hz': '<= 6 s',
};

interface Result {
  readonly name: string;
  readonly nsPerSample: number;
  readonly ratio?: number;
  readonly bytesPerSample?: number | null;
  readonly bytesPerSecond?: number;
  readonly seconds?: number;
}
interface Measured extends Result {
  readonly ratio: number;
}
/** With how much longer the slowest round took, as a share. */
interface Stage extends Measured {
  readonly slower: number;
}
type Baseline = Readonly<Record<string, number>>;

const run = promisify(execFile);
const has = (flag: string): boolean => process.argv.includes(flag);

async function measure(script: string): Promise<Result[]> {
  process.stderr.write(`${script}\n`);
  const flags = ['--json', ...(has('--quick') ? ['--quick'] : [])];
  const { stdout } = await run(process.execPath, [join(ROOT, script), ...flags]);
  return JSON.parse(stdout) as Result[];
}

/** One after another: they would take each other's time. */
async function measureAll(): Promise<Measured[]> {
  const results: Result[] = [];
  for (const script of SCRIPTS) results.push(...(await measure(script)));
  const calibrations = results.flatMap(({ nsPerSample, ratio }) => (ratio ? [nsPerSample / ratio] : []));
  const calibration = Math.min(...calibrations);
  return results.map((result) => ({ ...result, ratio: result.ratio ?? result.nsPerSample / calibration }));
}

/** A stage's rounds lie minutes apart, so that no slow minute counts for all of them. */
async function measureRounds(): Promise<Stage[]> {
  const rounds: Measured[][] = [];
  for (let round = has('--quick') ? ROUNDS : 1; round <= ROUNDS; round++) rounds.push(await measureAll());
  return rounds[0]!.map(({ name }) => fastest(rounds.flat().filter((result) => result.name === name)));
}

function fastest(rounds: readonly Measured[]): Stage {
  const [first, ...others] = [...rounds].sort((a, b) => a.ratio - b.ratio);
  return { ...first!, slower: (others.at(-1) ?? first!).ratio / first!.ratio - 1 };
}

async function readBaseline(): Promise<Baseline> {
  return JSON.parse(await readFile(BASELINE, 'utf8')) as Baseline;
}

function print(results: readonly Stage[], baseline: Baseline): void {
  const row = (cells: readonly string[]): void => console.log(`| ${cells.join(' | ')} |`);
  const head = [
    'stage',
    'ns per sample',
    'of a calibration pass',
    'slowest round',
    'baseline',
    'change',
    'bytes per sample',
    'bytes per second',
    's',
    'aim',
  ];
  row(head);
  row(head.map(() => '---'));
  for (const { name, nsPerSample, ratio, slower, bytesPerSample, bytesPerSecond, seconds } of results) {
    const before = baseline[name];
    row([
      name,
      nsPerSample.toFixed(0),
      ratio.toFixed(2),
      percent(slower),
      before?.toFixed(2) ?? '',
      before ? percent(ratio / before - 1) : '',
      bytesPerSample?.toFixed(1) ?? '',
      bytesPerSecond?.toFixed(0) ?? '',
      seconds?.toFixed(1) ?? '',
      AIMS[name] ?? '',
    ]);
  }
}

function percent(share: number): string {
  return `${share < 0 ? '' : '+'}${(100 * share).toFixed(0)} %`;
}

const results = await measureRounds();
const baseline = await readBaseline();
print(results, baseline);
if (has('--store')) {
  const ratios = results.map(({ name, ratio }) => [name, Number(ratio.toFixed(2))]);
  await writeFile(BASELINE, `${JSON.stringify({ ...baseline, ...Object.fromEntries(ratios) }, null, 2)}\n`);
}
