import { createCalendar } from '@plumbline/core';
import type { AnalysisSummary } from '../summary.ts';
import type { Tallies } from '../tallies.ts';
import type { TraceBin } from '../trace.ts';
import { type Clock, clock, digits, percent } from '../words.ts';
import { TimeAxis } from './axis.ts';
import { type Html, table } from './html.ts';
import { coarser } from './plot.ts';

/** What every section of a report is made from. */
export interface Frame {
  readonly summary: AnalysisSummary;
  readonly tallies: Tallies;
  readonly clock: Clock;
  readonly time: TimeAxis;
  /** A time axis of its own for a part of the recording. */
  axis(startUs: number, endUs: number): TimeAxis;
}

export function frameOf(summary: AnalysisSummary, tallies: Tallies): Frame {
  const told = clock(summary.timeZone);
  const calendar = createCalendar(summary.timeZone, summary.parameters.calendar.declared);
  const axis = (startUs: number, endUs: number): TimeAxis =>
    new TimeAxis(startUs, endUs, told, calendar.utcOffsetMin);
  const { startUs, endUs } = summary.recording;
  return { summary, tallies, clock: told, time: axis(startUs, endUs), axis };
}

const MOST_ROWS = 24;
const DAY_US = 86_400e6;

/** A trace as a table of at most two dozen stretches. */
export function traceTable(caption: string, bins: readonly TraceBin[], { clock, summary }: Frame): Html {
  const { startUs, endUs } = summary.recording;
  const time = endUs - startUs > DAY_US ? clock.moment : clock.time;
  const rows = coarser(bins, MOST_ROWS).map((bin) => [
    `${time(bin.startUs)} to ${time(bin.endUs)}`,
    digits(bin.mean),
    digits(bin.min),
    digits(bin.max),
    percent(bin.coverage),
  ]);
  return table(caption, ['time', 'mean', 'least', 'most', 'known'], rows);
}
