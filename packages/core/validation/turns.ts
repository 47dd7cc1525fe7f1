/**
 * Turns of the lower back against cameras, and the gait mask against walking periods.
 * node packages/core/validation/turns.ts <folder with manifest.json>
 */
import {
  compareTurns,
  evaluateTurns,
  scoreGaitMask,
  turnAgreement,
} from '../src/measures/rotation/evaluation.ts';
import { readTurnsRecordings } from './turns-data.ts';

const DEFAULT_FOLDER = new URL('../../../../shared/data/lumbar-turns', import.meta.url).pathname;
/** Clocks of cameras and sensor were aligned by hand: shifts up to this are looked at. */
const LAGS_S = [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3];

const recordings = readTurnsRecordings(process.argv[2] ?? DEFAULT_FOLDER);
const evaluations = recordings.map((recording) => evaluateTurns(recording));
const rowsAt = (lagS: number) =>
  recordings.flatMap((recording, i) => compareTurns(recording, evaluations[i]!, lagS));

console.log('| recording | start s | end s | optics deg | sensor deg | note |\n|---|---|---|---|---|---|');
for (const row of rowsAt(0)) {
  const cells = [row.startS, row.endS, row.opticalDeg.toFixed(1), row.measuredDeg.toFixed(1)];
  console.log(`| ${row.recording} | ${cells.join(' | ')} | ${row.contradicted ? 'sides differ' : ''} |`);
}
console.log(
  '\n| shift s | turns | r | median difference deg | r where sides agree | median |\n|---|---|---|---|---|---|',
);
for (const lagS of LAGS_S) {
  const rows = rowsAt(lagS);
  const all = turnAgreement(rows);
  const agreeing = turnAgreement(rows.filter((row) => !row.contradicted));
  const cells = [all.n, all.r.toFixed(4), all.medianDifferenceDeg.toFixed(1)];
  console.log(
    `| ${lagS} | ${cells.join(' | ')} | ${agreeing.r.toFixed(4)} | ${agreeing.medianDifferenceDeg.toFixed(1)} |`,
  );
}
console.log('\n| recording | rotations inside walking | rotations outside | kept |\n|---|---|---|---|');
const scores = recordings.map((recording, i) => scoreGaitMask(recording, evaluations[i]!));
for (const s of scores) {
  console.log(
    `| ${s.recording}${s.scored ? '' : ' (no walking reference)'} | ${s.insideWalking} | ${s.outside} | ${s.kept} |`,
  );
}
const scored = scores.filter((s) => s.scored);
const total = (pick: (s: (typeof scores)[number]) => number): number =>
  scored.reduce((sum, s) => sum + pick(s), 0);
console.log(
  `| all with a reference | ${total((s) => s.insideWalking)} | ${total((s) => s.outside)} | ${total((s) => s.kept)} |`,
);
if (process.argv.includes('--events')) for (const e of evaluations) console.table(e.events);
