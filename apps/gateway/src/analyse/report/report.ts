import { basename } from 'node:path';
import type { AnalysisSummary } from '../summary.ts';
import type { Tallies } from '../tallies.ts';
import { ANGLE_INTERVAL, minutes, percent, reasonText, type Told, valueText } from '../words.ts';
import { type Frame, frameOf } from './frame.ts';
import { Html, html } from './html.ts';
import { loadSection } from './load.ts';
import { postureSection } from './posture.ts';
import { methodsSection, qualitySection } from './quality.ts';
import { rotationSection, sideWords } from './rotation.ts';
import { daysSection, sittingSection } from './sitting.ts';
import { STYLE } from './style.ts';
import { trunkSection } from './trunk.ts';

export interface ReportInput {
  readonly summary: AnalysisSummary;
  readonly tallies: Tallies;
  /** Path or name of the recording. */
  readonly name: string;
  /** What is to be known of the recording beside its measures, one sentence each. */
  readonly notes: readonly string[];
}

/** One file that needs nothing else: no script, no font, no network. The same bytes for the same analysis. */
export function reportHtml({ summary, tallies, name, notes }: ReportInput): string {
  const frame = frameOf(summary, tallies);
  const title = basename(name);
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - Plumbline</title><style>${new Html(STYLE)}</style></head>
<body><main>
<h1>${title}</h1>
<p class="lead">${lead(frame)}</p>
${notes.map((note) => html`<p class="none"><strong>Note:</strong> ${note}.</p>`)}
${cards(frame)}
${postureSection(frame)}${sittingSection(frame)}${trunkSection(frame)}${rotationSection(frame)}
${loadSection(frame)}${daysSection(frame)}${qualitySection(frame)}${methodsSection(frame)}
</main></body></html>
`.text;
}

const US_PER_MIN = 60e6;

function lead({ summary, clock }: Frame): string {
  const { startUs, endUs } = summary.recording;
  const known = summary.measures.find(({ id }) => id === 'known_time');
  const length = minutes((endUs - startUs) / US_PER_MIN);
  return `${clock.moment(startUs)} to ${clock.moment(endUs)} (${summary.timeZone}), ${length}. Posture is known for ${percent(known?.coverage ?? 0)} of it.`;
}

const BALANCE = 'rotation_asymmetry_all';
const CREEP = 'load_creep_peak';
const CARDS: readonly Told[] = [
  { id: 'sitting_time', name: 'Sitting' },
  { id: 'sitting_bout_longest', name: 'Longest sitting bout' },
  { id: 'breaks_per_sitting_hour', name: 'Breaks from sitting' },
  { id: 'walking_time', name: 'Walking' },
  { id: BALANCE, name: 'Balance of rotation' },
  { id: CREEP, name: 'Creep, highest', percent: true },
];

function cards({ summary }: Frame): Html {
  const shown = CARDS.flatMap(({ id, name, percent: asPercent }) => {
    const measure = summary.measures.find((m) => m.id === id);
    if (!measure) return [];
    const { value, reason, coverage } = measure;
    const { interval } = measure;
    const text = (v: number): string => {
      if (id === BALANCE) return sideWords(v);
      return asPercent ? percent(v) : valueText(v, measure.unit);
    };
    const likely = id === CREEP ? `with ${ANGLE_INTERVAL}` : '95 %';
    const between = interval ? `${likely} between ${text(interval[0])} and ${text(interval[1])}; ` : '';
    const below = value === null ? reasonText(reason) : `${between}coverage ${percent(coverage)}`;
    const above = value === null ? 'Not available' : text(value);
    return [html`<div><dt>${name}</dt><dd class="value">${above}</dd><dd class="rest">${below}</dd></div>`];
  });
  return html`<dl class="cards">${shown}</dl>`;
}
