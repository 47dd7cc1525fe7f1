import { type Bout, POSTURE_STATES, type PostureState } from '@plumbline/core';
import { minutes, percent } from '../words.ts';
import { HEIGHT, round, type Tick, type TimeAxis } from './axis.ts';
import type { Frame } from './frame.ts';
import { type Html, html, section, table } from './html.ts';
import { figure } from './plot.ts';

export const POSTURE_NAMES: Record<PostureState, string> = {
  sitting: 'Sitting',
  standing: 'Standing',
  walking: 'Walking',
  lying: 'Lying',
  running: 'Running',
  cycling: 'Cycling',
  unknown: 'Not known',
  not_worn: 'Not worn',
};

const US_PER_MIN = 60e6;
/** Less than this is the rounding of the ends to seconds. */
const LEAST_UNKNOWN_MIN = 0.05;
const LANE_REM = 1.75;
const MOST_ROWS = 400;
/** Of a lane's height that a bar fills. */
const BAR = 0.68;

/** Bouts over time, one chart for each day; the lane says the posture, so colour is not needed to read it. */
export function postureSection(frame: Frame): Html {
  const { summary } = frame;
  const charts = summary.days.map(({ day }, i) => {
    const span = {
      startUs: Math.max(day.startUs, summary.recording.startUs),
      endUs: Math.min(day.endUs, summary.recording.endUs),
    };
    return ribbon(frame, span, summary.days.length > 1 ? `Posture on ${day.date}` : 'Posture over time', i);
  });
  return section('posture', 'Posture', ...charts, html`<p class="note">${whyUnknown(frame)}</p>`);
}

interface Span {
  readonly startUs: number;
  readonly endUs: number;
}

function ribbon(frame: Frame, span: Span, title: string, i: number): Html {
  const bouts = frame.tallies.bouts.filter((b) => b.endUs > span.startUs && b.startUs < span.endUs);
  const lanes = POSTURE_STATES.filter((state) => bouts.some((bout) => bout.state === state));
  const axis = frame.axis(span.startUs, span.endUs);
  return figure({
    id: `ribbon-${i}`,
    title,
    summary: sentence(bouts, span),
    xTicks: axis.ticks,
    yTicks: lanes.map(
      (state, lane): Tick => ({
        at: 1 - (lane + 0.5) / lanes.length,
        label: POSTURE_NAMES[state],
      }),
    ),
    shapes: bouts.map((bout) => bar(bout, lanes, axis)),
    heightRem: Math.max(2, lanes.length) * LANE_REM,
    table: boutTable(frame, bouts, title),
  });
}

function bar({ startUs, endUs, state }: Bout, lanes: readonly PostureState[], axis: TimeAxis): Html {
  const height = HEIGHT / lanes.length;
  const top = round((lanes.indexOf(state) + (1 - BAR) / 2) * height);
  const left = axis.x(startUs);
  const width = Math.max(0.6, round(axis.x(endUs) - left));
  return html`<rect class="bout ${state}" x="${left}" y="${top}" width="${width}" height="${round(BAR * height)}"/>`;
}

function sentence(bouts: readonly Bout[], span: Span): string {
  const inside = ({ startUs, endUs }: Bout): number =>
    (Math.min(endUs, span.endUs) - Math.max(startUs, span.startUs)) / US_PER_MIN;
  const parts = POSTURE_STATES.flatMap((state) => {
    const of = bouts.filter((bout) => bout.state === state);
    if (of.length === 0) return [];
    const sum = of.reduce((total, bout) => total + inside(bout), 0);
    const times = of.length === 1 ? 'once' : `in ${of.length} bouts`;
    return [`${POSTURE_NAMES[state].toLowerCase()} ${minutes(sum)} ${times}`];
  });
  if (parts.length === 0) return 'No posture was told at all.';
  const text = parts.join(', ');
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

function boutTable({ clock }: Frame, bouts: readonly Bout[], title: string): Html {
  const rows = bouts
    .slice(0, MOST_ROWS)
    .map(({ startUs, endUs, state }) => [
      clock.exact(startUs),
      clock.exact(endUs),
      minutes((endUs - startUs) / US_PER_MIN),
      POSTURE_NAMES[state],
    ]);
  const more = bouts.length > MOST_ROWS ? `, the first ${MOST_ROWS}; all are in bouts.csv` : '';
  return table(`${title}: ${bouts.length} bouts${more}`, ['from', 'to', 'length', 'posture'], rows);
}

/** Unknown is an answer: with its reason. */
function whyUnknown({ summary }: Frame): string {
  const { mounting, measures, recording } = summary;
  const known = measures.find(({ id }) => id === 'known_time');
  const coverage = `Posture is known for ${percent(known?.coverage ?? 0)} of the recording's time.`;
  const joined = 'Bouts join what is shorter than 2 to 5 s, so their sum may differ from the sum of seconds.';
  if (mounting.reason !== null) return `${coverage} ${joined} Not all could be told: ${mounting.reason}.`;
  const { startUs, endUs } = recording;
  const notWorn = measures.find(({ id }) => id === 'not_worn_time')?.value ?? 0;
  const unknown = (endUs - startUs) / US_PER_MIN - (known?.value ?? 0) - notWorn;
  if (unknown < LEAST_UNKNOWN_MIN) return `${coverage} ${joined}`;
  return `${coverage} ${joined} ${minutes(unknown)} are not known: no samples came, or what came did not decide between postures. Time that is not known counts as no posture.`;
}
