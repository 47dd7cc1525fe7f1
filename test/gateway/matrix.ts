/**
 * Every driver through every fault with real processes over the virtual radio, as a table on stdout and in
 * docs/validation/gateway-faults.md. Takes some minutes.
 * Run after a build: node test/gateway/matrix.ts [driver...]
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { drivers } from '@plumbline/sensor-protocol';
import { ROOT } from '../structure/imports.ts';
import { ALL, type Outcome, play, playTwo, SLOW_LINK } from './scenarios.ts';
import { failureOf, markdown } from './table.ts';

const DOCUMENT = join(ROOT, 'docs/validation/gateway-faults.md');
/** Processes mostly wait for each other. */
const AT_ONCE = 4 * availableParallelism();

type Job = () => Promise<readonly Outcome[]>;

const chosen = process.argv.slice(2);
const ids = chosen.length > 0 ? chosen : drivers.map((driver) => driver.id);
const perDriver = ids.flatMap((id) =>
  ALL.map(
    (scenario): Job =>
      async () => [await play(id, scenario)],
  ),
);
const once: Job[] = chosen.length > 0 ? [] : [async () => [await play('witmotion', SLOW_LINK)], playTwo];

const outcomes = (await inParallel([...perDriver, ...once])).flat();
const text = markdown(outcomes);
process.stdout.write(text);
if (chosen.length === 0) {
  await mkdir(dirname(DOCUMENT), { recursive: true });
  await writeFile(DOCUMENT, text);
}
process.exitCode = outcomes.some((outcome) => failureOf(outcome) !== null) ? 1 : 0;

async function inParallel(jobs: readonly Job[]): Promise<(readonly Outcome[])[]> {
  const results: (readonly Outcome[])[] = [];
  const waiting = jobs.entries();
  const worker = async (): Promise<void> => {
    for (const [at, job] of waiting) {
      results[at] = await job();
      for (const outcome of results[at]!) process.stderr.write(`${progress(outcome, at, jobs.length)}\n`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

function progress(outcome: Outcome, at: number, of: number): string {
  return `${at + 1}/${of} ${outcome.driver}, ${outcome.scenario}: ${failureOf(outcome) ?? 'holds'}`;
}
