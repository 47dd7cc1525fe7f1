import type { Measure } from '@plumbline/core';
import { wrap } from '../cli/ui.ts';
import type { AnalysisSummary, NudgeSummary } from './summary.ts';
import { clock, heldBackText, MAIN_MEASURES, measureText, minutes, percent, type Told } from './words.ts';

const NAME_WIDTH = Math.max(...MAIN_MEASURES.map(({ name }) => name.length)) + 2;

/**
 * What a recording tells, for a terminal of so many columns: each number with its interval, or why there is none.
 */
export function dayText(summary: AnalysisSummary, columns: number): string {
  const { recording, timeZone, measures, nudges } = summary;
  const { moment } = clock(timeZone);
  const head = `${moment(recording.startUs)} to ${moment(recording.endUs)} (${timeZone})`;
  const known = measures.find(({ id }) => id === 'known_time');
  const rows = MAIN_MEASURES.flatMap((told) => {
    const measure = measures.find(({ id }) => id === told.id);
    return measure ? [row(told.name, textOf(told, measure), columns)] : [];
  });
  const suggested = row('Suggestions of a break', suggestedText(nudges), columns);
  const coverage = `posture known for ${percent(known?.coverage ?? 0)} of the time`;
  return `${[`${head}, ${coverage}`, '', ...rows, suggested].join('\n')}\n`;
}

/** How many; and why there is none. */
function suggestedText({ suggestions, heldBack, note }: NudgeSummary): string {
  if (suggestions.length > 0) return `${suggestions.length}, ${note}`;
  const why = heldBack.map(({ reason, minutes: m }) => `${heldBackText(reason)} for ${minutes(m)}`);
  return `0${why.length > 0 ? ` (${why.join(', ')})` : ''}, ${note}`;
}

function row(name: string, text: string, columns: number): string {
  return name.padEnd(NAME_WIDTH) + wrap(text, columns, NAME_WIDTH);
}

function textOf({ percent: asPercent }: Told, measure: Measure): string {
  const note = measure.value === null || measure.reason === null ? '' : `; ${measure.reason}`;
  return `${measureText(measure, asPercent)}${note}`;
}
