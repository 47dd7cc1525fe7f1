/**
 * `node packages/sensor-protocol/bench/fuzz.ts [notifications] [driver...]`: throws broken notifications at
 * every decoder and prints what happened; 10,000,000 per driver, shared by its settings, without a number. Every
 * driver has a process of its own, as many at once as there are cores. Ends with status 1 on an exception or growing
 * memory. An endless loop shows as no end; the slowest call contains what else the machine did.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { drivers } from '../src/registry.ts';
import { fuzz, type Outcome } from './fuzz-driver.ts';

const DEFAULT_COUNT = 10_000_000;
const GROWTH_LIMIT_MB = 8;
const HERE = fileURLToPath(import.meta.url);

/** Another process, or this one when it is such a process. */
async function outcomeOf(id: string, notifications: number): Promise<Outcome> {
  const child = fork(HERE, [String(notifications), id]);
  const [outcome] = (await Promise.race([once(child, 'message'), died(child)])) as [Outcome];
  return outcome;
}

async function died(child: ReturnType<typeof fork>): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`a process ended with ${code} and said nothing`);
}

async function fuzzAll(ids: readonly string[], notifications: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = ids.entries();
  const worker = async (): Promise<void> => {
    for (const [at, id] of waiting) {
      outcomes[at] = await outcomeOf(id, notifications);
      process.stderr.write(`${id}: ${outcomes[at].seconds} s\n`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return outcomes;
}

const [count = String(DEFAULT_COUNT), ...chosen] = process.argv.slice(2);
if (process.send) process.send(fuzz(chosen[0]!, Number(count)));
else {
  const outcomes = await fuzzAll(chosen.length > 0 ? chosen : drivers.map(({ id }) => id), Number(count));
  console.table(outcomes);
  const bad = ({ exceptions, heapGrowthMb }: Outcome): boolean =>
    exceptions > 0 || heapGrowthMb > GROWTH_LIMIT_MB;
  if (outcomes.some(bad)) process.exitCode = 1;
}
