import {
  type ReliabilityBin,
  reliability,
  type ScoredPerson,
  type TimeInInterval,
  timesInIntervals,
} from '@plumbline/core/validation';
import { type Cell, fixed, percent, table } from './markdown.ts';
import { type JudgedPerson, unseen } from './posture-groups.ts';

const HOW_SURE = `Seconds by the probability they were told with, axes stated, by a model that never saw the person. A
probability says what share of such seconds is right; neighbouring seconds are right or wrong together.`;

const HOW_FAR = `The intervals that summaries tell with the times of a recording, over its labelled seconds with a stated
posture. They come from how these people differ, so that 95 of 100 should hold the truth; the others are named.`;

/** Whether stated probabilities and stated intervals hold what they promise. */
export function certaintyTables(people: readonly JudgedPerson[]): string {
  const judged = people.map((person) => unseen(person).stated);
  const bins = reliability(judged);
  if (bins.length === 0) return '';
  return [
    '## How sure, and how often right',
    HOW_SURE,
    reliabilityTable(bins),
    '## Times against their intervals',
    HOW_FAR,
    outsideText(judged),
  ].join('\n\n');
}

function reliabilityTable(bins: readonly ReliabilityBin[]): string {
  const rows = bins.map(({ from, seconds, stated, right }, i): Cell[] => {
    const until = bins[i + 1]?.from ?? 1;
    return [`${from} to ${until}`, seconds, percent(stated), percent(right)];
  });
  return table(['probability', 'seconds', 'stated, mean %', 'right %'], rows);
}

function outsideText(people: readonly ScoredPerson[]): string {
  const times = people.flatMap((person) =>
    timesInIntervals(person).map((time) => ({ id: person.id, ...time })),
  );
  const outside = times.filter(({ trueS, interval }) => trueS < interval[0] || trueS > interval[1]);
  const count = `${times.length - outside.length} of ${times.length} times lie inside.`;
  return [count, ...outside.map(outsideLine)].join('\n');
}

function outsideLine({ id, state, trueS, toldS, interval }: TimeInInterval & { id: string }): string {
  const [low, high] = interval.map(minutes);
  return `- **${id}**, ${state}: ${minutes(trueS)} min, told as ${minutes(toldS)} min [${low}, ${high}].`;
}

function minutes(seconds: number): string {
  return fixed(seconds / 60, 1);
}
