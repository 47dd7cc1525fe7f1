/**
 * Orientation against optical truth, as the table of `src/orientation/README.md`.
 * node packages/core/validation/orientation.ts [folder with manifest.json] [--pick | --average] [--no-delay] [--trials]
 */
import { ORIENTATION_PARAMS } from '../src/orientation/orientation.params.ts';
import { validateOrientation } from '../src/orientation/validation/validate-orientation.ts';
import { SeededRandom } from '../src/simulation/random.ts';
import { readTrials } from './orientation-data.ts';

const DEFAULT_FOLDER = new URL('../../../../shared/data/orientation', import.meta.url).pathname;
const has = (flag: string): boolean => process.argv.includes(flag);

const folder = process.argv.slice(2).find((a) => !a.startsWith('--')) ?? DEFAULT_FOLDER;
const figures = validateOrientation(readTrials(folder), {
  createRandom: (seed) => {
    const random = new SeededRandom(seed);
    return () => random.next();
  },
  downSampling: has('--pick') ? 'pick' : has('--average') ? 'average' : 'filter',
  params: has('--no-delay') ? { ...ORIENTATION_PARAMS, sensorDelayS: 0 } : ORIENTATION_PARAMS,
});

console.log('| stream | quantity | value | reach | met | lag removed, ms |\n|---|---|---|---|---|---|');
for (const f of figures) {
  const met = f.met === null ? '' : f.met ? 'yes' : 'NO';
  const cells = [`${f.value.toFixed(3)} ${f.unit}`, f.reach ?? '', met, f.lagMs ? f.lagMs.toFixed(1) : ''];
  console.log(`| ${f.stream} | ${f.quantity} | ${cells.join(' | ')} |`);
}
if (has('--trials')) {
  for (const f of figures) {
    console.log(`\n${f.stream}, ${f.quantity}`);
    for (const t of f.perTrial) console.log(`  ${t.trial.padEnd(48)} ${t.value.toFixed(2)}`);
  }
}
process.exitCode = figures.some((f) => f.met === false) ? 1 : 0;
