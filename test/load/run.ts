/**
 * Run after a build:
 * `node test/load/run.ts [--wearers 200] [--seconds 60] [--every 500] [--followed 50] [--json]`: wearers at 100 Hz and six
 * axes over the real ingest protocol, against the API as a process on a durable database of its own. Several numbers of
 * wearers (`1000,2000`): one load after the other, each on a new database.
 * `node test/load/run.ts --wearers 1000 --kills 20`: kill -9 of the API and of the database in turn under that load.
 * Runs of full length write their section of docs/validation/load.md.
 */
import { factsOf, type LoadFacts } from './facts.ts';
import { holds, type KillResult, killUnderLoad } from './kills.ts';
import { measureLoad } from './measure.ts';
import { type LoadOptions, readOptions } from './options.ts';
import { Rig } from './rig.ts';
import { killTable, loadTable, writeSection } from './table.ts';

const FULL_SECONDS = 600;
const FULL_KILLS = 20;
const PAUSE_MS = [3_000, 12_000] as const;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function withRig<T>(work: (rig: Rig) => Promise<T>): Promise<T> {
  const rig = await Rig.start();
  const leave = (): void => void rig.stop().finally(() => process.exit(1));
  process.once('SIGINT', leave).once('SIGTERM', leave);
  try {
    return await work(rig);
  } finally {
    process.off('SIGINT', leave).off('SIGTERM', leave);
    await rig.stop();
  }
}

async function loads(options: LoadOptions): Promise<boolean> {
  const all: LoadFacts[] = [];
  for (const wearers of options.wearers) {
    const plan = { ...options, wearers, followed: Math.min(wearers, options.followed) };
    all.push(factsOf(await withRig((rig) => measureLoad(rig, plan))));
    say(`${wearers} wearers: p99 ${all.at(-1)!.p99Ms} ms, ${all.at(-1)!.holds ? 'held' : 'not held'}`);
  }
  const text = loadTable(all);
  process.stdout.write(options.json ? `${JSON.stringify(all, rounded, 1)}\n` : `${text}\n`);
  if (options.seconds >= FULL_SECONDS) await writeSection('held', text);
  else if (all.length > 1) await writeSection('limits', text);
  return all.every((facts) => facts.holds);
}

async function kills(options: LoadOptions, count: number): Promise<boolean> {
  const [wearers] = options.wearers;
  const plan = { wearers: wearers!, kills: count, everyMs: options.everyMs, pauseMs: PAUSE_MS, say };
  const result: KillResult = await withRig((rig) => killUnderLoad(rig, plan));
  const text = killTable(result);
  process.stdout.write(options.json ? `${JSON.stringify(result, rounded, 1)}\n` : `${text}\n`);
  if (count >= FULL_KILLS) await writeSection('kills', text);
  return holds(result);
}

function rounded(_: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(4)) : value;
}

const options = readOptions(process.argv.slice(2));
const held = options.kills === null ? await loads(options) : await kills(options, options.kills);
process.exitCode = held ? 0 : 1;
