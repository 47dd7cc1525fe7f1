import { mkdir, rmdir } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { createCalendar, createPipeline, type ImuBatch, type PipelineParams } from '@plumbline/core';
import { type OpenedRecording, openRecording } from '@plumbline/formats';
import type { AnalyseOptions } from './analyse-options.ts';
import { AnalysisFiles } from './analysis-files.ts';
import { movedText } from './moved-text.ts';
import { reportHtml } from './report/report.ts';
import { SmoothedOrientation } from './smoothed-orientation.ts';
import { type AnalysisSummary, type RecordingFacts, summarise, summaryText } from './summary.ts';
import { Tallies } from './tallies.ts';
import { openThigh, type ThighSource } from './thigh-source.ts';

export interface AnalyseResult {
  readonly facts: RecordingFacts;
  readonly summary: AnalysisSummary;
  /** What the user should know, one sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Folds a recording through the pipeline into the files of an analysis, in constant memory. Files of an earlier analysis
 * stay until this one is complete.
 */
export async function analyseRecording(options: AnalyseOptions): Promise<AnalyseResult> {
  const recording = await openRecording(options.recordingPath);
  if (options.useMag && !recording.hasMag) {
    throw new Error(`${options.recordingPath} has no mag_x,mag_y,mag_z columns: leave --use-mag out`);
  }
  const thigh = options.thighPath
    ? await openThigh(options.thighPath, options.parameters.posture, options.stop)
    : null;
  const calendar = createCalendar(options.timeZone, options.parameters.calendar.declared);
  const tallies = new Tallies(calendar, options.parameters);
  const created = await mkdir(options.outDir, { recursive: true });
  const files = new AnalysisFiles(options.outDir, tallies, thigh);
  try {
    await files.open();
    return await fold(recording, options, { files, tallies, thigh });
  } catch (cause) {
    await files.discard();
    if (created !== undefined)
      await rmdir(options.outDir).catch(() => 'somebody else has put something there');
    throw cause;
  }
}

interface Sinks {
  readonly files: AnalysisFiles;
  readonly tallies: Tallies;
  readonly thigh: ThighSource | null;
}

async function fold(
  recording: OpenedRecording,
  options: AnalyseOptions,
  { files, tallies, thigh }: Sinks,
): Promise<AnalyseResult> {
  const pipeline = createPipeline(pipelineParams(recording, options, thigh));
  const smoothed = await SmoothedOrientation.open(options, files);
  const tally = new Tally();
  for await (const batch of recording.batches) {
    tally.count(batch);
    smoothed?.take(batch);
    await files.take(pipeline.push(batch));
    options.onProgress?.(recording.readBytes() / recording.sizeBytes);
    await setImmediate();
    options.stop?.throwIfAborted();
  }
  smoothed?.finish();
  const last = pipeline.flush();
  await files.take(last);
  files.complete();
  const { rateHz, hasGyro, hasMag } = recording;
  const facts = { ...tally.facts(rateHz), rateHz, hasGyro, hasMag };
  thigh?.checkOverlap(facts);
  const summary = summarise({ recording: facts, options, mounting: last.mounting, tallies, thigh });
  await files.add('summary.json', summaryText(summary));
  if (options.plot)
    await files.add('report.html', reportHtml({ summary, tallies, name: options.recordingPath }));
  await files.publish();
  return { facts, summary, warnings: warningsOf(facts, summary) };
}

function pipelineParams(
  recording: OpenedRecording,
  options: AnalyseOptions,
  thigh: ThighSource | null,
): PipelineParams {
  const { rateHz, hasGyro, hasMag } = recording;
  const { axes, seed = null, useMag, flexionRangeDeg, parameters, timeZone } = options;
  const { posture, rotation, load, nudge, calendar } = parameters;
  const { utcOffsetMin } = createCalendar(timeZone, calendar.declared);
  const nudges = { utcOffsetMin, params: nudge };
  const measures = { flexionRangeDeg, posture, rotation, load, nudges };
  return { rateHz, hasGyro, hasMag, useMag, axes, seed, ...(thigh && { revise: thigh.revise }), ...measures };
}

function warningsOf(facts: RecordingFacts, { mounting, thigh }: AnalysisSummary): string[] {
  const warnings: string[] = [];
  if (facts.ignoredSamples > 0) {
    warnings.push(
      `${facts.ignoredSamples} of ${facts.samples} rows are not later than the row before and were left out: sort the rows by t_us`,
    );
  }
  if (mounting.reason !== null) warnings.push(`posture is incomplete: ${mounting.reason}`);
  if (thigh?.reason) warnings.push(`posture is the back's alone: ${thigh.reason}`);
  const judged = (mounting.events ?? []).filter(({ judgedAtUs }) => judgedAtUs !== null);
  return [...warnings, ...judged.map((event) => movedText(event, isoTime))];
}

function isoTime(tUs: number): string {
  return new Date(tUs / 1000).toISOString();
}

const US_PER_S = 1e6;

class Tally {
  #samples = 0;
  #ignored = 0;
  #firstUs = Number.NaN;
  #lastUs = Number.NEGATIVE_INFINITY;

  count(batch: ImuBatch): void {
    if (this.#samples === 0) this.#firstUs = batch.tUs[0]!;
    this.#samples += batch.n;
    for (let i = 0; i < batch.n; i++) {
      if (batch.tUs[i]! > this.#lastUs) this.#lastUs = batch.tUs[i]!;
      else this.#ignored++;
    }
  }

  facts(rateHz: number): Pick<RecordingFacts, 'samples' | 'ignoredSamples' | 'startUs' | 'endUs'> {
    const endUs = this.#lastUs + Math.round(US_PER_S / rateHz);
    return { samples: this.#samples, ignoredSamples: this.#ignored, startUs: this.#firstUs, endUs };
  }
}
