/**
 * `node test/bench/dashboard.ts [--only script,paint,pan,trend,pixel,live,filling] [--hours 8] [--filling-s 240]` (after a
 * build): what the dashboard costs, in a real browser on a system of its own, into docs/validation/dashboard.md.
 */
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { PARTS, type PartName, type PartOptions } from './dashboard-parts.ts';
import { DashboardRig } from './dashboard-rig.ts';
import { tableOf, writeSection } from './dashboard-table.ts';

const ALL = Object.keys(PARTS) as PartName[];
const MS_PER_S = 1000;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: ALL.join() },
    hours: { type: 'string', default: '8' },
    'filling-s': { type: 'string', default: '240' },
  },
});

function chosen(): PartName[] {
  const names = values.only.split(',');
  const unknown = names.find((name) => !(ALL as readonly string[]).includes(name));
  if (unknown === undefined) return names as PartName[];
  throw new Error(`--only ${unknown}: there is no such part; take of ${ALL.join()}`);
}

/** False: an aim was missed, or nothing was measured. */
async function run(rig: DashboardRig, name: PartName, options: PartOptions): Promise<boolean> {
  const [load] = loadavg();
  const startMs = performance.now();
  try {
    const figures = await PARTS[name](rig, options);
    const seconds = (performance.now() - startMs) / MS_PER_S;
    console.log(`\n${name}: load ${load!.toFixed(1)}, ${seconds.toFixed(0)} s\n${tableOf(figures)}`);
    const date = new Date().toISOString().slice(0, 'yyyy-mm-dd'.length);
    await writeSection(name, figures, { date, load: load!, cores: availableParallelism(), seconds });
    return figures.every(({ met }) => met !== false);
  } catch (error) {
    console.error(`\n${name}: not measured: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

async function main(): Promise<void> {
  const options = { hours: Number(values.hours), fillingS: Number(values['filling-s']) };
  const names = chosen();
  await using rig = new DashboardRig();
  const ended: boolean[] = [];
  for (const name of names) ended.push(await run(rig, name, options));
  if (ended.includes(false)) process.exitCode = 1;
}

await main();
