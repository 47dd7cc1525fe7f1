import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createCalendar, createPipeline, type PipelineParams } from '@plumbline/core';
import { type OpenedRecording, openRecording, PlaceError, RecordingError } from '@plumbline/formats';
import type { AnalyseOptions } from './analyse-options.ts';
import { AnalysisFiles, RESULT_NAMES } from './analysis-files.ts';
import { LeftOutRows } from './left-out-rows.ts';
import { movedText } from './moved-text.ts';
import { outputFolder, removeEmpty } from './output-folder.ts';
import { RecordingTally } from './recording-tally.ts';
import { reportHtml } from './report/report.ts';
import { SmoothedOrientation } from './smoothed-orientation.ts';
import { type AnalysisSummary, type RecordingFacts, summarise, summaryText } from './summary.ts';
import { Tallies } from './tallies.ts';
import { openThigh, type ThighSource } from './thigh-source.ts';
import { clock } from './words.ts';

const NO_MAG = 'leave --use-mag out, or give a recording with a magnetometer';

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
export async function analyseRecording(asked: AnalyseOptions): Promise<AnalyseResult> {
  // As the pipeline takes it: what is said of the range must be what was used.
  const options = { ...asked, flexionRangeDeg: asked.flexionRangeDeg ?? asked.seed?.flexionRangeDeg ?? null };
  const leftOut = new LeftOutRows();
  const recording = await openRecording(options.recordingPath, leftOut.leniency);
  if (options.useMag && !recording.hasMag) {
    const problem = 'has no columns mag_x,mag_y,mag_z';
    throw new RecordingError({
      line: 0,
      field: 'file',
      value: options.recordingPath,
      problem,
      remedy: NO_MAG,
    });
  }
  const thigh = options.thighPath
    ? await openThigh(options.thighPath, options.parameters.posture, options.stop)
    : null;
  const calendar = createCalendar(options.timeZone, options.parameters.calendar.declared);
  const tallies = new Tallies(calendar, options.parameters);
  const created = outputFolder(options.outDir);
  await keepSources(options);
  const files = new AnalysisFiles(options.outDir, tallies, thigh);
  try {
    await files.open();
    return await fold(recording, options, { files, tallies, thigh, leftOut });
  } catch (cause) {
    await files.discard();
    await removeEmpty(options.outDir, created);
    throw cause;
  }
}

/** What is read is nothing that may be replaced: a recording may have the name of a result. */
async function keepSources({ outDir, recordingPath, thighPath }: AnalyseOptions): Promise<void> {
  const folder = await realpath(outDir);
  for (const path of [recordingPath, ...(thighPath ? [thighPath] : [])]) {
    const source = await realpath(path);
    if (dirname(source) !== folder || !RESULT_NAMES.includes(basename(source))) continue;
    const problem = `holds the recording ${basename(source)}, which the result of that name would replace`;
    const remedy = 'name another folder';
    throw new PlaceError({ line: 0, field: '--out', value: outDir, problem, remedy });
  }
}

interface Sinks {
  readonly files: AnalysisFiles;
  readonly tallies: Tallies;
  readonly thigh: ThighSource | null;
  readonly leftOut: LeftOutRows;
}

async function fold(
  recording: OpenedRecording,
  options: AnalyseOptions,
  { files, tallies, thigh, leftOut }: Sinks,
): Promise<AnalyseResult> {
  const pipeline = createPipeline(pipelineParams(recording, options, thigh));
  const smoothed = await SmoothedOrientation.open(options, files);
  const tally = new RecordingTally(recording, leftOut);
  for await (const batch of recording.batches) {
    tally.count(batch);
    smoothed?.take(batch);
    await files.take(pipeline.push(batch));
    options.onProgress?.(recording.readBytes() / recording.sizeBytes);
    await setImmediate();
    options.stop?.throwIfAborted();
  }
  const facts = tally.facts();
  smoothed?.finish();
  const last = pipeline.flush();
  await files.take(last);
  files.complete();
  thigh?.checkOverlap(facts);
  const summary = summarise({ recording: facts, options, mounting: last.mounting, tallies, thigh });
  await files.add('summary.json', summaryText(summary));
  const { moment } = clock(options.timeZone);
  const notes = tally.notes(moment);
  if (options.plot)
    await files.add('report.html', reportHtml({ summary, tallies, name: options.recordingPath, notes }));
  await files.publish();
  return { facts, summary, warnings: [...notes, ...(thigh?.notes ?? []), ...warningsOf(summary, moment)] };
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

function warningsOf({ mounting, thigh }: AnalysisSummary, moment: (tUs: number) => string): string[] {
  const warnings: string[] = [];
  if (mounting.reason !== null) warnings.push(`posture is incomplete: ${mounting.reason}`);
  if (thigh?.reason) warnings.push(`posture is the back's alone: ${thigh.reason}`);
  const judged = (mounting.events ?? []).filter(({ judgedAtUs }) => judgedAtUs !== null);
  return [...warnings, ...judged.map((event) => movedText(event, moment))];
}
