import type { SittingParams } from '@plumbline/core';
import { minutes } from '../words.ts';
import type { Frame } from './frame.ts';
import { type Html, html, section, table } from './html.ts';
import { measureTable, type Row } from './measure-table.ts';

const TIMES: readonly Row[] = [
  {
    id: 'sitting_time',
    name: 'Sitting',
    convention: 'sum of its seconds; time that is not known counts as none',
  },
  { id: 'sitting_share', name: 'Share', convention: 'of known time', percent: true },
  { id: 'standing_time', name: 'Standing', convention: '' },
  { id: 'walking_time', name: 'Walking', convention: '' },
  { id: 'lying_time', name: 'Lying', convention: '' },
];

function rowsOf({ prolongedMin, boutEdges, powerLawShortestMin, powerLawOffsetS }: SittingParams): Row[] {
  const counted = boutEdges === 'whole' ? 'counted whole where they begin' : 'cut at the edges of the span';
  const shortest =
    powerLawShortestMin === null
      ? `the shortest bout less ${powerLawOffsetS} s`
      : minutes(powerLawShortestMin);
  return [
    ...TIMES,
    {
      id: 'sitting_bouts',
      name: 'Sitting bouts',
      convention: `${counted}; an open last one with its length so far`,
    },
    {
      id: 'sitting_breaks',
      name: 'Breaks',
      convention: 'known posture between two sitting bouts; a loss of data and an open end are none',
    },
    { id: 'breaks_per_sitting_hour', name: 'Breaks per sitting hour', convention: '' },
    ...prolongedMin.map((min, i) => ({
      id: `sitting_bouts_${min}min`,
      name: `Bouts of ${min} min and more`,
      convention: i === 0 ? 'at least; activPAL counts more than' : 'at least',
    })),
    { id: 'sitting_bout_longest', name: 'Longest bout', convention: '' },
    { id: 'sitting_bout_median', name: 'Median bout', convention: '' },
    {
      id: 'sitting_bout_usual',
      name: 'Usual bout (W50)',
      convention: 'the length whose cumulative share of time is nearest to one half',
    },
    { id: 'sitting_bout_usual_fitted', name: 'Usual bout, fitted', convention: 'W50 of l^k / (l^k + W50^k)' },
    { id: 'sitting_gini', name: 'Gini index of bout lengths', convention: 'corrected by n / (n - 1)' },
    { id: 'sitting_alpha', name: 'Power-law exponent alpha', convention: `x_m is ${shortest}` },
    { id: 'sitting_transition_rate', name: 'Transition rate', convention: 'one over the mean bout' },
    { id: 'sitting_hazard', name: 'Hazard', convention: 'mean over distinct lengths t of n(t) / n(>= t)' },
    { id: 'since_break', name: 'Since the last break', convention: 'at the end of the recording' },
  ];
}

export function sittingSection({ summary }: Frame): Html {
  const table = measureTable('How sitting is divided', rowsOf(summary.parameters.sitting), summary.measures);
  return section('sitting', 'Sitting', table);
}

/** Each day by the wearer's calendar, and what weeks of them say. */
export function daysSection({ summary }: Frame): Html {
  const { days, weeks, timeZone, parameters } = summary;
  const { minWornMin, minWalkingMin, declared } = parameters.calendar;
  const hours = `${oClock(declared.fromMin)} and ${oClock(declared.toMin)}`;
  const rule = `A valid day has ${minutes(minWornMin)} of known posture between ${hours}, and ${minWalkingMin} min of walking. Days are those of ${timeZone}: minutes are split at midnight, bouts count whole where they begin.`;
  const rows = days.map(({ day, lengthH, wornMin, declaredWornMin, valid, reasons, measures }) => [
    html`<span class="day">${day.date}${lengthH === 24 ? '' : ` (${lengthH} h)`}</span>`,
    minutes(wornMin),
    minutes(declaredWornMin),
    minutes(measures.find(({ id }) => id === 'sitting_time')?.value ?? 0),
    valid ? 'yes' : `no: ${reasons.join('; ')}`,
  ]);
  const head = ['day', 'posture known', 'within declared hours', 'sitting', 'valid'];
  return section(
    'days',
    'Days and weeks',
    html`<p>${rule}</p>`,
    table('Days', head, rows, 'stacked'),
    ...weeks.map(weekText),
  );
}

function weekText({ startDate, note, measures }: Frame['summary']['weeks'][number]): Html {
  const rows: Row[] = [
    {
      id: 'sitting_time_per_day',
      name: 'Sitting a day',
      convention: 'mean over valid days, interval of their spread',
    },
    { id: 'sitting_share_per_day', name: 'Share of known time', convention: '', percent: true },
    { id: 'breaks_per_sitting_hour_per_day', name: 'Breaks per sitting hour', convention: '' },
    { id: 'walking_time_per_day', name: 'Walking a day', convention: '' },
  ];
  const head = html`<h3>Week from ${startDate}</h3><p>${note}.</p>`;
  if (measures.every(({ id, value }) => id === 'valid_days' || value === null)) return head;
  return html`${head}${measureTable(`Week from ${startDate}`, rows, measures)}`;
}

function oClock(minute: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
