import { mkdir } from 'node:fs/promises';
import { type AxesMounting, createPipeline, type ImuBatch, type PipelineOutput } from '@plumbline/core';
import { type OpenedRecording, openRecording } from '@plumbline/formats';
import { AnalysisFiles } from './analysis-files.ts';
import { SmoothedOrientation } from './smoothed-orientation.ts';
import { type RecordingFacts, summaryText } from './summary.ts';

export interface AnalyseOptions {
  readonly recordingPath: string;
  readonly outDir: string;
  readonly axes: AxesMounting | null;
  readonly useMag: boolean;
  /** Seconds of later samples that `orientation-smoothed.csv` uses; null: it is not written. */
  readonly fixedLagS: number | null;
  /** Share of the file that has been read, 0..1. */
  readonly onProgress?: (share: number) => void;
}

export interface AnalyseResult {
  readonly facts: RecordingFacts;
  /** What the user should know, one sentence each. */
  readonly warnings: readonly string[];
}

/** Folds a recording through the pipeline into the files of an analysis, in constant memory. */
export async function analyseRecording(options: AnalyseOptions): Promise<AnalyseResult> {
  const recording = await openRecording(options.recordingPath);
  if (options.useMag && !recording.hasMag) {
    throw new Error(`${options.recordingPath} has no mag_x,mag_y,mag_z columns: leave --use-mag out`);
  }
  await mkdir(options.outDir, { recursive: true });
  const files = new AnalysisFiles(options.outDir);
  try {
    await files.open();
    return await fold(recording, options, files);
  } catch (cause) {
    await files.discard();
    throw cause;
  }
}

async function fold(
  recording: OpenedRecording,
  options: AnalyseOptions,
  files: AnalysisFiles,
): Promise<AnalyseResult> {
  const { rateHz, hasGyro, hasMag } = recording;
  const pipeline = createPipeline({ rateHz, hasGyro, hasMag, useMag: options.useMag, axes: options.axes });
  const smoothed = await SmoothedOrientation.open(options, files);
  const tally = new Tally();
  for await (const batch of recording.batches) {
    tally.count(batch);
    smoothed?.take(batch);
    await files.take(pipeline.push(batch));
    options.onProgress?.(recording.readBytes() / recording.sizeBytes);
  }
  smoothed?.finish();
  const last = pipeline.flush();
  await files.take(last);
  const facts = { ...tally.facts(rateHz), rateHz, hasGyro, hasMag };
  await files.finish(summaryOf(facts, options, files, last));
  return { facts, warnings: warningsOf(facts, last) };
}

function summaryOf(
  recording: RecordingFacts,
  options: AnalyseOptions,
  files: AnalysisFiles,
  last: PipelineOutput,
): string {
  const { axes } = options;
  const { counts, bouts, rotations, load, exposure } = files;
  return summaryText({ recording, axes, mounting: last.mounting, counts, bouts, rotations, load, exposure });
}

function warningsOf(facts: RecordingFacts, last: PipelineOutput): string[] {
  const warnings: string[] = [];
  if (facts.ignoredSamples > 0) {
    warnings.push(
      `${facts.ignoredSamples} of ${facts.samples} rows are not later than the row before and were left out: sort the rows by t_us`,
    );
  }
  if (last.mounting.reason !== null) warnings.push(`posture is incomplete: ${last.mounting.reason}`);
  return warnings;
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
