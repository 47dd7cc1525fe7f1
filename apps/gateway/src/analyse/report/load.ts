import type { LoadParams } from '@plumbline/core';
import { ANGLE_INTERVAL, digits, heldBackText, minutes, percent } from '../words.ts';
import { HEIGHT, roundMarks, ValueAxis } from './axis.ts';
import { type Frame, traceTable } from './frame.ts';
import { type Html, html, section, table, unavailable } from './html.ts';
import { measureTable, type Row } from './measure-table.ts';
import { figure, levelLine, traceShapes } from './plot.ts';

const S_PER_MIN = 60;

function holdingRows({ holding }: LoadParams): readonly Row[] {
  const [forwardDeg, farDeg] = holding.forwardDeg;
  const [longestMin, shortestMin] = holding.budgetS.map((s) => minutesOf(s));
  return [
    {
      id: 'load_holding',
      name: 'Longest hold of one posture band',
      convention: 'lying and walking hold nothing',
    },
    {
      id: 'load_holding_limited',
      name: 'Time in bands with a budget',
      convention: `forward from ${forwardDeg} deg, to a side from ${holding.sideDeg[0]} deg, standing bent back`,
    },
    {
      id: 'load_holding_over_comfortable',
      name: 'Of it beyond what is comfortable',
      convention: `${percent(holding.comfortableShare)} of the budget`,
    },
    {
      id: 'load_holding_over_budget',
      name: 'Of it beyond the budget',
      convention: `assumed: ${longestMin} at ${forwardDeg} deg forward, linear to ${shortestMin} at ${farDeg} deg`,
    },
  ];
}

function creepRows({ creep, holding }: LoadParams): readonly Row[] {
  return [
    {
      id: 'load_creep',
      name: 'Creep, mean',
      convention: `share of what full flexion would bring in the end; interval: ${ANGLE_INTERVAL}`,
      percent: true,
    },
    {
      id: 'load_creep_peak',
      name: 'Creep, highest',
      convention: `loading ${minutesOf(creep.loadTauS)}; recovery in a fast and a slow part; interval: ${ANGLE_INTERVAL}`,
      percent: true,
    },
    {
      id: 'load_leaning_peak',
      name: 'Leaning, highest',
      convention: `share of trunk strength taken for now; forward from ${holding.forwardDeg[0]} deg only`,
      percent: true,
    },
  ];
}

function stillnessRows({ stillness }: LoadParams): readonly Row[] {
  const window = minutesOf(stillness.windowS);
  return [
    {
      id: 'load_shifts_15min',
      name: `Postural shifts per ${window}`,
      convention: `of sitting; the body settles ${stillness.shiftDeg} deg or more away`,
    },
    {
      id: 'load_shifts_of_norm',
      name: 'Shifts against the field norm',
      convention: `norm ${stillness.norm.shifts} per ${window}; your own usual is the better comparison`,
      percent: true,
    },
    {
      id: 'load_fidgets_15min',
      name: `Fidgets per ${window}`,
      convention: `of sitting; the body moves ${stillness.moveDeg} deg or more and comes back`,
    },
    {
      id: 'load_fidgets_of_norm',
      name: 'Fidgets against the field norm',
      convention: `norm ${stillness.norm.fidgets} per ${window}`,
      percent: true,
    },
  ];
}

function breakRows({ breaks }: LoadParams): readonly Row[] {
  return [
    {
      id: 'load_breaks',
      name: 'Breaks',
      convention: `sitting interrupted for ${breaks.minS} s and more, and seen`,
    },
    { id: 'load_break_time', name: 'Time in them', convention: '' },
    {
      id: 'load_break_creep_recovered',
      name: 'Creep that a break gave back, mean',
      convention: '',
      percent: true,
    },
  ];
}

const rowsOf = (params: LoadParams): readonly Row[] =>
  [holdingRows, creepRows, stillnessRows, breakRows].flatMap((rows) => rows(params));

function minutesOf(seconds: number): string {
  return `${digits(seconds / S_PER_MIN)} min`;
}

/** The three parts, never one score; and what breaks gave back. */
export function loadSection(frame: Frame): Html {
  const creep = creepChart(frame);
  return section(
    'load',
    'Sustained-posture load',
    html`<p>Holding, creep and stillness are told apart; there is no score of all three, and none of them is fatigue.</p>`,
    creep,
    sittingChart(frame),
    movementChart(frame),
    measureTable('Load', rowsOf(frame.summary.parameters.load), frame.summary.measures),
    breakTable(frame),
    suggestions(frame),
  );
}

const CREEP_MODEL =
  'A model: it loads while the lower back is bent, by leaning forward or by a pelvis that tips back in sitting, and recovers while it is straight.';

function creepChart(frame: Frame): Html {
  const bins = frame.tallies.traces.creep.bins();
  const measure = frame.summary.measures.find(({ id }) => id === 'load_creep_peak');
  if (bins.length === 0) return unavailable('Creep', `${measure?.reason ?? 'it was never known'}.`);
  const marks = [0, 0.25, 0.5, 0.75, 1];
  const axis = new ValueAxis(0, 1, marks, percent);
  return figure({
    id: 'creep',
    title: 'Creep of passive tissue',
    summary: `Highest ${percent(measure?.value ?? 0)} of what full flexion would bring in the end. ${CREEP_MODEL}${measure?.reason ? ` Note: ${measure.reason}.` : ''}`,
    xTicks: frame.time.ticks,
    yTicks: axis.ticks,
    shapes: traceShapes(bins, frame.time, axis, 'creep'),
    heightRem: 8,
    table: traceTable('Creep, share', bins, frame),
  });
}

function sittingChart(frame: Frame): Html {
  const bins = frame.tallies.traces.unbrokenMin.bins();
  if (bins.length === 0) return unavailable('Unbroken sitting', 'posture was never known.');
  const limitMin = frame.summary.parameters.nudge.limitS / S_PER_MIN;
  const most = Math.max(...bins.map((bin) => bin.max));
  const marks = roundMarks(0, Math.max(most, limitMin));
  const axis = new ValueAxis(0, marks.at(-1)!, marks, (m) => `${m} min`);
  const given = frame.summary.nudges.suggestions;
  return figure({
    id: 'unbroken',
    title: 'Sitting that no break has taken back',
    summary: `At most ${minutes(most)}. The level is ${limitMin} min, from which a break would be suggested${strokes(given.length)}.`,
    xTicks: frame.time.ticks,
    yTicks: axis.ticks,
    shapes: [
      levelLine(axis.y(limitMin)),
      ...traceShapes(bins, frame.time, axis, 'unbroken'),
      ...given.map(({ tUs }) => html`<path class="mark" d="M${frame.time.x(tUs)} 0V${HEIGHT / 8}"/>`),
    ],
    heightRem: 8,
    table: traceTable('Unbroken sitting, min', bins, frame),
  });
}

function strokes(suggestions: number): string {
  if (suggestions === 0) return '';
  return suggestions === 1
    ? '; the stroke at the top is the suggestion'
    : `; the strokes at the top are the ${suggestions} suggestions`;
}

function movementChart(frame: Frame): Html {
  const bins = frame.tallies.traces.movements.bins();
  const { norm, minWindowS } = frame.summary.parameters.load.stillness;
  if (bins.length === 0) {
    return unavailable('Stillness', `it needs ${minWindowS / S_PER_MIN} min of sitting.`);
  }
  const usual = norm.shifts + norm.fidgets;
  const marks = roundMarks(0, Math.max(usual, ...bins.map((bin) => bin.max)));
  const axis = new ValueAxis(0, marks.at(-1)!, marks, String);
  const [low, high] = [Math.min(...bins.map((b) => b.min)), Math.max(...bins.map((b) => b.max))];
  return figure({
    id: 'movement',
    title: 'Shifts and fidgets per 15 min of sitting',
    summary: `Between ${digits(Math.round(low))} and ${digits(Math.round(high))}. The level is ${usual}, what office workers do; more movement is more variation.`,
    xTicks: frame.time.ticks,
    yTicks: axis.ticks,
    shapes: [levelLine(axis.y(usual)), ...traceShapes(bins, frame.time, axis, 'movement')],
    heightRem: 7,
    table: traceTable('Shifts and fidgets per 15 min', bins, frame),
  });
}

function breakTable({ summary, clock }: Frame): Html {
  const { breaks } = summary;
  if (breaks.length === 0) return html`<p>No break from sitting was seen to end.</p>`;
  const rows = breaks.map((b) => [
    `${clock.moment(b.startUs)} to ${clock.time(b.endUs)}`,
    minutes(b.minutes),
    minutes(b.movingS / S_PER_MIN),
    b.bandLeft ? 'yes' : 'no',
    b.creepRecovered === null ? '-' : percent(b.creepRecovered),
    percent(b.stillnessRecovered),
  ]);
  const head = [
    'break',
    'length',
    'of it on the move',
    'band left',
    'creep given back',
    'sitting taken back',
  ];
  return table('What each break gave back', head, rows);
}

function suggestions({ summary, clock }: Frame): Html {
  const { suggestions: given, heldBack, note } = summary.nudges;
  const rows = given.map(({ tUs, unbrokenS, limitS }) => [
    clock.moment(tUs),
    `${minutes((unbrokenS ?? 0) / S_PER_MIN)} of sitting without a break, ${minutes(limitS / S_PER_MIN)} is the limit`,
  ]);
  const why = heldBack.map(({ reason, minutes: m }) => [heldBackText(reason), minutes(m)]);
  return html`<h3>Suggestions of a break</h3><p>This is ${note}.</p>
${given.length > 0 ? table(`Suggestions and why: ${given.length}`, ['when', 'why'], rows) : html`<p>None.</p>`}
${why.length > 0 ? table('What kept a suggestion back, and for how long', ['reason', 'for'], why) : null}`;
}
