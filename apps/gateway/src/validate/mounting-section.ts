import { type MountingEvent, parseAxes } from '@plumbline/core';
import { judgeMounting, LABELLED_AXES, type MountingTrial } from '@plumbline/core/validation';
import { type OnFault, readLabelledPeople } from '@plumbline/formats';
import { atLeast, atMost, type Figure, type Section } from './figure.ts';
import { withIntervals } from './interval.ts';
import { fixed, table } from './markdown.ts';
import type { Step } from './step.ts';

const HOW = `The labelled lower-back set with nothing said about the clip: which way is forward is found from the
wearer's own steps, because forward acceleration leads vertical acceleration by a quarter of a step (an inverted
pendulum). Heading is compared with the axes the set states, which are themselves off by as much as the tape that held
the sensor: a difference is no error of the one or the other. Nothing is fitted; gates (spread, step rate, agreement)
and the limits of slips were looked at on these people. A clip that slips or is turned is told as a warning first, and
begun anew when 20 windows of walking (40 for a turn) say the same.`;

const REVERSED = {
  id: 'S009',
  how: `S009 is found to be worn the other way round than
stated: the steps say so, and by the stated axes this person would lean back by 18 degrees on a bicycle. It counts as
wrong in the share, and not in the headings.`,
} as const;

const STILL = `The longest stretch, s, in which the direction of gravity stays within so many degrees. Everybody wore the clip; from the
limit on it would be told as not worn.`;

const AXES = parseAxes(LABELLED_AXES);
const HALF_TURN_DEG = 90;
const REACH = { known: 0.95, rightWay: 0.95, headingRmsDeg: 10, headingMaxDeg: 20 } as const;

export async function mountingSection(folder: string, step: Step, onFault: OnFault): Promise<Section> {
  const trials: MountingTrial[] = [];
  for await (const person of readLabelledPeople(folder, onFault)) {
    await step(`mounting: person ${trials.length + 1}, ${person.id}`);
    trials.push(judgeMounting(person, AXES));
  }
  return {
    name: 'mounting',
    title: 'Which way is forward, and whether the clip moved',
    recordings: trials.map(({ id }) => id),
    figures: [...withIntervals(trials, shares), ...extremes(trials)],
    body: [
      trials.some(({ id }) => id === REVERSED.id) ? `${HOW} ${REVERSED.how}` : HOW,
      '## Each person',
      peopleTable(trials),
      '## What was said of clips moving',
      eventsTable(trials),
      '## How still a clip that is worn keeps',
      STILL,
      stillTable(trials),
    ].join('\n\n'),
  };
}

function shares(trials: readonly MountingTrial[]): Figure[] {
  const headings = trials.flatMap(({ headingDeg }) => headingDeg ?? []);
  const ahead = pointingAhead(trials);
  const rms = Math.sqrt(ahead.reduce((sum, deg) => sum + deg * deg, 0) / ahead.length);
  const found = atLeast('people whose forward axis was found', headings.length / trials.length, REACH.known);
  if (headings.length === 0) return [found];
  const right = atLeast(
    'of those, pointing to the stated half',
    ahead.length / headings.length,
    REACH.rightWay,
  );
  if (ahead.length === 0) return [found, right];
  return [
    found,
    right,
    atMost('heading against the stated axes, root mean square', rms, REACH.headingRmsDeg, 'deg', 1),
  ];
}

/** Drawing people anew never finds more than the most there is: these have no interval. */
function extremes(trials: readonly MountingTrial[]): Figure[] {
  const sizes = pointingAhead(trials).map(Math.abs);
  const all = trials.flatMap(({ events }) => events);
  const withdrawn = all.filter((e) => e.withdrawnAtUs !== null);
  const largest = atMost(
    'heading against the stated axes, largest',
    Math.max(...sizes),
    REACH.headingMaxDeg,
    'deg',
    1,
  );
  return [
    ...(sizes.length > 0 ? [largest] : []),
    atMost('clips judged to have moved, axes unknown', judged(all).length, null, '', 0),
    atMost('warnings withdrawn, axes unknown', withdrawn.length, null, '', 0),
    ...longestStill(trials),
  ];
}

function longestStill(trials: readonly MountingTrial[]): Figure[] {
  return (trials[0]?.still ?? []).map(({ withinDeg, limitS }, rule) => {
    const longestS = Math.max(...trials.map(({ still }) => still[rule]!.longestS));
    const id = `longest that a worn clip keeps within ${withinDeg} degrees, of ${limitS} s`;
    return atMost(id, longestS, null, 's', 0);
  });
}

function pointingAhead(trials: readonly MountingTrial[]): number[] {
  return trials.flatMap(({ headingDeg }) => headingDeg ?? []).filter((deg) => Math.abs(deg) < HALF_TURN_DEG);
}

const judged = (events: readonly MountingEvent[]): MountingEvent[] =>
  events.filter((e) => e.judgedAtUs !== null);

function peopleTable(trials: readonly MountingTrial[]): string {
  const rows = trials.map(({ id, source, headingDeg, quality }) => [
    id,
    source ?? 'not found',
    fixed(headingDeg, 1),
    fixed(quality, 2),
  ]);
  return table(['person', 'forward from', 'heading, deg', 'quality'], rows);
}

function stillTable(trials: readonly MountingTrial[]): string {
  const rules = trials[0]?.still ?? [];
  const heads = rules.map(({ withinDeg, limitS }) => `within ${withinDeg} degrees (limit ${limitS})`);
  const rows = trials.map(({ id, still }) => [id, ...still.map(({ longestS }) => fixed(longestS, 0))]);
  return table(['person', ...heads], rows);
}

function eventsTable(trials: readonly MountingTrial[]): string {
  const rows = trials.flatMap(({ id, events, statedEvents }) => [
    ...events.map((event) => eventRow(id, 'unknown', event)),
    ...statedEvents.map((event) => eventRow(id, 'stated', event)),
  ]);
  if (rows.length === 0) return 'Nothing.';
  return table(['person', 'axes', 'what', 'angle, deg', 'warned after, s', 'outcome'], rows);
}

function eventRow(id: string, axes: string, event: MountingEvent) {
  const { kind, angleDeg, tUs, warnedAtUs, judgedAtUs, withdrawnAtUs } = event;
  const after = (until: number): string => `after ${fixed((until - tUs) / 1e6, 0)} s`;
  const outcome =
    judgedAtUs !== null
      ? `judged ${after(judgedAtUs)}`
      : withdrawnAtUs !== null
        ? `withdrawn ${after(withdrawnAtUs)}`
        : 'open';
  return [
    id,
    axes,
    kind.replaceAll('_', ' '),
    fixed(angleDeg, 0),
    fixed((warnedAtUs - tUs) / 1e6, 0),
    outcome,
  ];
}
