import type { Measure } from '@plumbline/core';
import type { AnalysisSummary } from './summary.ts';
import { clock, MAIN_MEASURES, measureText, percent, type Told } from './words.ts';

const NAME_WIDTH = Math.max(...MAIN_MEASURES.map(({ name }) => name.length)) + 2;

/** What a recording tells, for a terminal: each number with its interval, or why there is none. */
export function dayText(summary: AnalysisSummary): string {
  const { recording, timeZone, measures, nudges } = summary;
  const { moment } = clock(timeZone);
  const head = `${moment(recording.startUs)} to ${moment(recording.endUs)} (${timeZone})`;
  const known = measures.find(({ id }) => id === 'known_time');
  const rows = MAIN_MEASURES.flatMap((told) => {
    const measure = measures.find(({ id }) => id === told.id);
    return measure ? [row(told, measure)] : [];
  });
  const count = nudges.suggestions.length;
  const suggested = `${'Suggestions of a break'.padEnd(NAME_WIDTH)}${count}, ${nudges.note}`;
  const coverage = `posture known for ${percent(known?.coverage ?? 0)} of the time`;
  return `${[`${head}, ${coverage}`, '', ...rows, suggested].join('\n')}\n`;
}

function row({ name, percent: asPercent }: Told, measure: Measure): string {
  const note = measure.value === null || measure.reason === null ? '' : `; ${measure.reason}`;
  return `${name.padEnd(NAME_WIDTH)}${measureText(measure, asPercent)}${note}`;
}
