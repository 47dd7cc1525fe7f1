import { table } from '../../validate/markdown.ts';
import { clock, digits, minutes } from '../words.ts';
import type { AnalysisComparison } from './compare.ts';
import type { SecondsComparison } from './compare-seconds.ts';

const MOST_STRETCHES = 20;
const US_PER_MIN = 60e6;
const US_PER_DAY = 86_400e6;

/** For a terminal: why they may differ first, then only what does. */
export function comparisonText(comparison: AnalysisComparison): string {
  const { before, after, causes, measures, rotations } = comparison;
  const why =
    causes.length > 0
      ? causes.map((cause) => `- ${cause}`)
      : ['- nothing: recording, versions, options and parameters are the same'];
  const parts = [
    `# ${before} and ${after}`,
    `What was done differently:\n${why.join('\n')}`,
    `## Measures\n\n${measuresText(measures)}`,
    `## Seconds\n\n${secondsText(comparison.seconds)}`,
    `## Bouts\n\n${boutsText(comparison)}`,
    `## Rotation events\n\n${rotations.before} and ${rotations.after}, ${rotations.matched} of them the same${
      rotations.largestPeakDeg === null
        ? ''
        : ` (peaks differ by up to ${digits(rotations.largestPeakDeg)} deg)`
    }.`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function measuresText(measures: AnalysisComparison['measures']): string {
  const differing = measures.filter(({ why }) => why !== null);
  const same = `${measures.length - differing.length} of ${measures.length} are the same.`;
  if (differing.length === 0) return same;
  const rows = differing.map(({ id, unit, before, after, difference, withinInterval, why }) => [
    id,
    cell(before),
    cell(after),
    difference === null ? '-' : signed(difference),
    unit === '1' ? '' : unit,
    withinInterval === null ? '' : withinInterval ? 'yes' : 'no',
    why,
  ]);
  const head = ['measure', 'first', 'second', 'difference', 'unit', "within the first's interval", 'why'];
  return `${table(head, rows)}\n\n${same}`;
}

function cell(value: number | null): string {
  return value === null ? '-' : digits(value);
}

function signed(value: number): string {
  return value > 0 ? `+${digits(value)}` : digits(value);
}

function secondsText(seconds: SecondsComparison): string {
  const { both, agreement, kappa, states, confusion, onlyBefore, onlyAfter } = seconds;
  if (agreement === null) return 'They have no second in common.';
  const share = `${(100 * agreement).toFixed(2)} % of ${both} seconds have the same posture`;
  const beyond = kappa === null ? '' : `, kappa ${kappa.toFixed(3)}`;
  const alone =
    onlyBefore + onlyAfter > 0
      ? ` ${onlyBefore} are only in the first, ${onlyAfter} only in the second.`
      : '';
  const rows = states.map((state, i) => [state, ...confusion[i]!]);
  return `${share}${beyond}.${alone} First down, second across:\n\n${table(['s', ...states], rows)}`;
}

function boutsText({ bouts, timeZone }: AnalysisComparison): string {
  const { before, after, same, changed } = bouts;
  const head = `${before} and ${after}, ${same} of them the same.`;
  if (changed.length === 0) return head;
  const { exact, moment } = clock(timeZone);
  const dated = changed.some((c) => Math.abs(c.startUs - changed[0]!.startUs) > US_PER_DAY);
  const time = dated ? moment : exact;
  const rows = changed
    .slice(0, MOST_STRETCHES)
    .map((c) => [
      time(c.startUs),
      time(c.endUs),
      minutes((c.endUs - c.startUs) / US_PER_MIN),
      c.before ?? 'nothing',
      c.after ?? 'nothing',
    ]);
  const more =
    changed.length > MOST_STRETCHES
      ? `\n\n${changed.length - MOST_STRETCHES} shorter ones: --json lists them.`
      : '';
  return `${head} Stretches of the time in both that are told another posture, the longest first (${timeZone}):\n\n${table(['from', 'to', 'length', 'first', 'second'], rows)}${more}`;
}
