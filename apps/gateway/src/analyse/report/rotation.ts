import type { Measure, RotationEvent, RotationParams } from '@plumbline/core';
import { minutes, percent } from '../words.ts';
import { HEIGHT, round, roundMarks, ValueAxis, WIDTH } from './axis.ts';
import type { Frame } from './frame.ts';
import { type Html, html, section, table, unavailable } from './html.ts';
import { measureTable, type Row } from './measure-table.ts';
import { figure } from './plot.ts';

const MOST_ROWS = 300;
const LEAST_DEG = 10;
const S_PER_MIN = 60;

function limits({ excursion }: RotationParams): Html {
  return html`<p class="note">One clip sees the pelvis and the lower back against the room: not the chest against the pelvis, not a
swivel chair, and no twist that is held longer than about ${excursion.turnAfterS} s. Handedness, the desk's layout and where the
door is explain most asymmetry.</p>`;
}

/** Events and how evenly they are divided. */
export function rotationSection(frame: Frame): Html {
  const { hasGyro } = frame.summary.recording;
  if (!hasGyro) {
    const why = 'the recording has no gyroscope, and acceleration alone does not tell turning.';
    return section('rotation', 'Rotation', unavailable('Rotation', why));
  }
  const events = frame.tallies.rotations.filter(({ kind }) => kind === 'rotation');
  return section(
    'rotation',
    'Rotation',
    eventChart(frame, events),
    balanceChart(frame),
    sides(frame),
    limits(frame.summary.parameters.rotation),
  );
}

function eventChart(frame: Frame, events: readonly RotationEvent[]): Html {
  const most = Math.max(LEAST_DEG, ...events.map(({ peakDeg }) => Math.abs(peakDeg)));
  const marks = roundMarks(-most, most);
  const side = (deg: number): string => (deg === 0 ? '0' : `${Math.abs(deg)} ${deg > 0 ? 'left' : 'right'}`);
  const axis = new ValueAxis(marks[0]!, marks.at(-1)!, marks, side);
  return figure({
    id: 'events',
    title: 'Rotations out and back, deg',
    summary: eventSentence(events),
    xTicks: frame.time.ticks,
    yTicks: axis.ticks,
    shapes: events.map((event) => {
      const x = frame.time.x(event.peakUs);
      const way = event.peakDeg > 0 ? 'left' : 'right';
      return html`<path class="event ${way}" d="M${x} ${axis.y(0)}V${axis.y(event.peakDeg)}"/>`;
    }),
    heightRem: 10,
    table: eventTable(frame, events),
  });
}

function eventSentence(events: readonly RotationEvent[]): string {
  if (events.length === 0)
    return 'No rotation out and back was found; turns and walking do not count as one.';
  const left = events.filter(({ peakDeg }) => peakDeg > 0).length;
  return `${left} to the left (up), ${events.length - left} to the right (down); length is the peak. Turns to a new direction and steps are left out.`;
}

function eventTable({ clock }: Frame, events: readonly RotationEvent[]): Html {
  const rows = events
    .slice(0, MOST_ROWS)
    .map(({ peakUs, peakDeg, context }) => [
      `${clock.moment(peakUs).slice(0, 10)} ${clock.exact(peakUs)}`,
      `${Math.abs(peakDeg).toFixed(1)} deg ${peakDeg > 0 ? 'left' : 'right'}`,
      context.replace('_', ' '),
    ]);
  const more = events.length > MOST_ROWS ? `, the first ${MOST_ROWS}; all are in rotation.csv` : '';
  return table(`${events.length} rotations${more}`, ['peak at', 'peak', 'posture'], rows);
}

const CONTEXTS = [
  ['sitting', 'Sitting'],
  ['standing', 'Standing'],
  ['all', 'Both'],
] as const;

/** The index and its interval, from all left to all right. */
function balanceChart(frame: Frame): Html {
  const found = CONTEXTS.map(([context, name]) => ({ name, ...balanceOf(frame, context) }));
  const height = HEIGHT / found.length;
  const x = (index: number): number => round(((index + 1) / 2) * WIDTH);
  const shapes = found.flatMap(({ measure }, i) => {
    if (measure.value === null) return [];
    const y = round((i + 0.5) * height);
    const [low, high] = measure.interval ?? [measure.value, measure.value];
    return [
      html`<path class="interval" d="M${x(low)} ${y}H${x(high)}"/>`,
      html`<path class="mark" d="M${x(measure.value)} ${round(y - height / 4)}V${round(y + height / 4)}"/>`,
    ];
  });
  return figure({
    id: 'balance',
    title: 'Balance of rotation',
    summary: found.map(({ name, sentence }) => `${name}: ${sentence}`).join(' '),
    xTicks: [
      { at: 0, label: 'all left' },
      { at: 0.5, label: 'even' },
      { at: 1, label: 'all right' },
    ],
    yTicks: found.map(({ name }, i) => ({ at: 1 - (i + 0.5) / found.length, label: name })),
    shapes: [html`<path class="level" d="M${WIDTH / 2} 0V${HEIGHT}"/>`, ...shapes],
    heightRem: 6,
    table: measureTable('Balance of rotation', balanceRows(frame), frame.summary.measures),
  });
}

/** Less than this is written as even: two digits are more than the interval deserves. */
const EVEN = 0.005;

function balanceRows({ summary }: Frame): Row[] {
  const blocks = `blocks of ${minutes(summary.parameters.rotation.indices.blockS / S_PER_MIN)}`;
  const convention = `(right - left) / (right + left) of summed peaks, -1 to 1; interval by resampling ${blocks}`;
  return CONTEXTS.map(([context, name]) => ({ id: `rotation_asymmetry_${context}`, name, convention }));
}

/** An index in words: which way it leans. */
export function sideWords(index: number): string {
  return Math.abs(index) < EVEN
    ? 'even'
    : `${Math.abs(index).toFixed(2)} to the ${index > 0 ? 'right' : 'left'}`;
}

function balanceOf({ summary }: Frame, context: string): { measure: Measure; sentence: string } {
  const measure = summary.measures.find(({ id }) => id === `rotation_asymmetry_${context}`)!;
  const { value, interval, reason } = measure;
  if (value === null) return { measure, sentence: `not available, ${reason}.` };
  if (!interval) return { measure, sentence: `${sideWords(value)}; no interval can be given.` };
  const open = interval[0] < 0 && interval[1] > 0 ? '; it cannot be told from even' : '';
  return {
    measure,
    sentence: `${sideWords(value)}, between ${sideWords(interval[0])} and ${sideWords(interval[1])} with 95 %${open}.`,
  };
}

const SIDE_ROWS = [
  ['rotation_count', 'Rotations', ''],
  ['rotation_sum', 'Summed peaks', ''],
  ['rotation_median', 'Median peak', ''],
  ['rotation_p90', '90th percentile of peaks', ''],
  ['rotation_beyond_10deg', 'Time beyond 10 deg', ''],
  ['rotation_beyond_20deg', 'Time beyond 20 deg', ''],
  ['rotation_peak_speed', 'Highest speed', 'the largest of all, so its interval reaches down only'],
] as const;

function sides({ summary }: Frame): Html {
  const { seatedThresholdDeg, standingThresholdDeg } = summary.parameters.rotation.excursion;
  const counted = `from ${seatedThresholdDeg} deg while sitting, from ${standingThresholdDeg} deg while standing`;
  const rows = SIDE_ROWS.flatMap(([id, name, convention]) =>
    (['left', 'right'] as const).map((side) => ({
      id: `${id}_${side}_all`,
      name: `${name}, ${side}`,
      convention: id === 'rotation_count' ? counted : convention,
    })),
  );
  const table = measureTable('Rotation, sitting and standing together', rows, summary.measures);
  const right = summary.measures.find(({ id }) => id === 'rotation_asymmetry_right_probability_all')?.value;
  if (right === null || right === undefined) return table;
  return html`${table}<p>Chance that it leans to the right: ${chance(right)}.</p>`;
}

/** From a limited number of draws nothing is certain. */
function chance(share: number): string {
  if (share > 0.99) return 'over 99 %';
  return share < 0.01 ? 'under 1 %' : percent(share);
}
