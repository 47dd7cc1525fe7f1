import type { Calibration } from '@plumbline/core';
import { movedText } from '../moved-text.ts';
import { differences, SHIPPED_PARAMETERS } from '../parameters.ts';
import type { ThighFacts } from '../thigh-source.ts';
import { digits, percent } from '../words.ts';
import { ValueAxis } from './axis.ts';
import { type Frame, traceTable } from './frame.ts';
import { folded, type Html, html, section, table } from './html.ts';
import { figure, traceShapes } from './plot.ts';

/** What all of it rests on. */
export function qualitySection(frame: Frame): Html {
  return section('quality', 'What it rests on', samplesChart(frame), facts(frame));
}

function samplesChart(frame: Frame): Html {
  const bins = frame.tallies.traces.samples.bins();
  const axis = new ValueAxis(0, 1, [0, 0.5, 1], percent);
  const { samples, ignoredSamples, rateHz, startUs, endUs } = frame.summary.recording;
  const expected = ((endUs - startUs) / 1e6) * rateHz;
  const arrived = percent(Math.min(1, (samples - ignoredSamples) / expected));
  const none = 'Where there is no line, no samples came.';
  return figure({
    id: 'samples',
    title: 'Samples that arrived',
    summary: `${arrived} of the samples that ${digits(rateHz)} Hz would give. ${none}`,
    xTicks: frame.time.ticks,
    yTicks: axis.ticks,
    shapes: traceShapes(bins, frame.time, axis, 'samples'),
    heightRem: 5,
    table: traceTable('Share of the expected samples', bins, frame),
  });
}

/** Where upright, forward and the calibration come from, in words. */
const ORIGIN = {
  axes: 'as the axes state',
  stated: 'as the axes state',
  bends: 'from bends',
  walking: 'from walking',
  sitting: 'from sitting',
  seed: 'from an earlier session',
  seeded: 'from an earlier session',
} as const;

function calibrationText(calibration: Calibration | undefined): string {
  if (!calibration) return 'not told';
  const { source, quality, reasons } = calibration;
  const why = reasons.length > 0 ? `: ${reasons.join('; ')}` : '';
  return `${source === null ? 'none' : ORIGIN[source]}, quality ${Math.round(quality * 100)} of 100${why}`;
}

function thighText({ coverage, thresholdDeg, thresholdSource, reason }: ThighFacts): string {
  if (reason !== null) return `says nothing: ${reason}`;
  const seen = Math.round(coverage * 100);
  return `known for ${seen} % of the time; sitting from ${thresholdDeg} deg on (${thresholdSource})`;
}

function facts({ summary, clock }: Frame): Html {
  const { recording, mounting, axes, useMag, flexionRangeDeg, timeZone, thigh } = summary;
  const { nominalRangeDeg } = summary.parameters.load.creep;
  const unknown = `not known${mounting.reason === null ? '' : `: ${mounting.reason}`}`;
  const forward = mounting.forward === null ? unknown : ORIGIN[mounting.forward];
  const rows: [string, string][] = [
    ['From', `${clock.moment(recording.startUs)} (${timeZone})`],
    ['To', clock.moment(recording.endUs)],
    ['Samples', `${recording.samples} at ${digits(recording.rateHz)} Hz`],
    ['Left out', `${recording.ignoredSamples} that are out of the order of time`],
    [
      'Sensors',
      recording.hasGyro ? 'accelerometer and gyroscope' : 'accelerometer alone: rotation is not available',
    ],
    ['Thigh sensor', thigh ? thighText(thigh) : 'none'],
    ['Magnetometer', useMag ? 'used for heading' : 'not used'],
    ['Sensor axes', axes?.join(', ') ?? 'not stated'],
    ['Upright', mounting.reference === null ? 'not known' : ORIGIN[mounting.reference]],
    ['Forward', forward],
    ['Calibration', calibrationText(mounting.calibration)],
    ...(mounting.events ?? []).map((event): [string, string] => [
      'Clip',
      movedText(event, (tUs) => clock.moment(tUs)),
    ]),
    [
      'Flexion range',
      flexionRangeDeg === null
        ? `not measured, ${nominalRangeDeg} deg assumed`
        : `${Math.round(flexionRangeDeg)} deg`,
    ],
  ];
  return table('Recording and mounting', ['what', 'is'], rows);
}

/** Everything that was computed and by what, so that it can be computed again. */
export function methodsSection({ summary }: Frame): Html {
  const { measures, nudges, parameters } = summary;
  const made = new Map([...measures, nudges].map((m) => [`${m.algorithm} ${m.parameterHash}`, m]));
  const versions = [...made.values()].map((m) => [m.algorithm, m.parameterHash]);
  const changed = differences(SHIPPED_PARAMETERS, parameters).map(({ path, before, after }) => [
    path,
    JSON.stringify(before),
    JSON.stringify(after),
  ]);
  const all = measures.map(({ id, value, unit, interval, coverage, reason }) => [
    id,
    value === null ? 'not available' : digits(value),
    unit === '1' ? '' : unit,
    interval === null ? '' : `${digits(interval[0])} to ${digits(interval[1])}`,
    percent(coverage),
    reason ?? '',
  ]);
  return section(
    'methods',
    'How it was computed',
    table('Algorithms', ['algorithm and version', 'hash of its parameters'], versions, 'stacked'),
    changed.length === 0
      ? html`<p>All parameters are the shipped ones.</p>`
      : table('Parameters other than the shipped ones', ['parameter', 'shipped', 'here'], changed),
    folded(
      `All ${all.length} measures`,
      table('All measures', ['measure', 'value', 'unit', '95 % interval', 'coverage', 'reason or note'], all),
    ),
    html`<p class="note">Not a medical device: it measures postures and movements and says nothing about their causes.</p>`,
  );
}
