import { differences } from '../parameters.ts';
import { type BoutsComparison, compareBouts, type PlainBout, type Span } from './compare-bouts.ts';
import { compareMeasures, type MeasureDifference } from './compare-measures.ts';
import { compareSeconds, type SecondsComparison } from './compare-seconds.ts';
import type { ReadAnalysis, ReadSummary } from './read-analysis.ts';

/** What differs between two analyses, and what can explain it. `before` and `after` are the order of naming. */
export interface AnalysisComparison {
  readonly format: 'plumbline-comparison@1';
  readonly before: string;
  readonly after: string;
  readonly timeZone: string;
  /** What was analysed differently, one sentence each; empty when recording and options are the same. */
  readonly causes: readonly string[];
  readonly measures: readonly MeasureDifference[];
  readonly seconds: SecondsComparison;
  readonly bouts: BoutsComparison;
  readonly rotations: RotationsComparison;
}

export interface RotationsComparison {
  readonly before: number;
  readonly after: number;
  /** Same time, kind and context; their peaks differ by at most `largestPeakDeg`. */
  readonly matched: number;
  readonly largestPeakDeg: number | null;
}

export async function compareAnalyses(
  before: ReadAnalysis,
  after: ReadAnalysis,
): Promise<AnalysisComparison> {
  const bouts = await Promise.all([before, after].map(boutsOf));
  const causes = causesOf(before.summary, after.summary);
  return {
    format: 'plumbline-comparison@1',
    before: before.folder,
    after: after.folder,
    timeZone: after.summary.timeZone ?? 'UTC',
    causes,
    measures: compareMeasures(before.summary.measures, after.summary.measures, causes.length === 0),
    seconds: await compareSeconds(before.rows('posture.csv'), after.rows('posture.csv')),
    bouts: compareBouts(bouts[0]!, bouts[1]!, timeOfBoth(before.summary.recording, after.summary.recording)),
    rotations: await compareRotations(before, after),
  };
}

function timeOfBoth(a: Span, b: Span): Span {
  return { startUs: Math.max(a.startUs, b.startUs), endUs: Math.min(a.endUs, b.endUs) };
}

function causesOf(before: ReadSummary, after: ReadSummary): string[] {
  const causes = differences(before.recording, after.recording).map(
    ({ path, before: a, after: b }) => `another recording: ${path} is ${told(path, a)} and ${told(path, b)}`,
  );
  const algorithms = differences(algorithmsOf(before), algorithmsOf(after)).map(
    ({ before: a, after: b }) => `another version: ${shown(a)} and ${shown(b)}`,
  );
  const options = (['axes', 'useMag', 'flexionRangeDeg', 'timeZone', 'thigh'] as const).flatMap((name) => {
    const [a, b] = [before[name], after[name]].map((value) => JSON.stringify(value ?? null));
    return a === b ? [] : [`${name}: ${a} and ${b}`];
  });
  return [...causes, ...algorithms, ...options, ...parameterCauses(before, after)];
}

function parameterCauses(before: ReadSummary, after: ReadSummary): string[] {
  if (!before.parameters || !after.parameters) {
    return before.parameters === after.parameters ? [] : ['one of them does not state its parameters'];
  }
  return differences(before.parameters, after.parameters).map(
    ({ path, before: a, after: b }) => `parameter ${path}: ${shown(a)} and ${shown(b)}`,
  );
}

/** Name to name@version. */
function algorithmsOf({ measures }: ReadSummary): Record<string, string> {
  return Object.fromEntries(measures.map(({ algorithm }) => [algorithm.split('@')[0]!, algorithm]));
}

/** Times also as a person reads them. */
function told(path: string, value: unknown): string {
  if (!path.endsWith('Us') || typeof value !== 'number') return shown(value);
  return `${value} (${new Date(value / 1000).toISOString()})`;
}

function shown(value: unknown): string {
  return value === undefined ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);
}

async function boutsOf(analysis: ReadAnalysis): Promise<PlainBout[]> {
  const bouts: PlainBout[] = [];
  for await (const [start, end, state] of analysis.rows('bouts.csv')) {
    bouts.push({ startUs: Number(start), endUs: Number(end), state: state ?? '' });
  }
  return bouts;
}

async function compareRotations(before: ReadAnalysis, after: ReadAnalysis): Promise<RotationsComparison> {
  const old = new Map<string, number>();
  for await (const row of before.rows('rotation.csv')) old.set(eventKey(row), Number(row[4]));
  let [found, matched, largest] = [0, 0, 0];
  for await (const row of after.rows('rotation.csv')) {
    found++;
    const peak = old.get(eventKey(row));
    if (peak === undefined) continue;
    matched++;
    largest = Math.max(largest, Math.abs(Number(row[4]) - peak));
  }
  return { before: old.size, after: found, matched, largestPeakDeg: matched > 0 ? largest : null };
}

/** Time of the peak, kind, context. */
function eventKey(row: readonly string[]): string {
  return `${row[1]} ${row[3]} ${row[5]}`;
}
