import { inflateRawSync } from 'node:zlib';
import type { SampleBlock, StreamOpen } from '@plumbline/contract';
import {
  createPipeline,
  type ImuBatch,
  LOAD_ALGORITHM,
  type MountingSeed,
  type MountingState,
  ORIENTATION_ALGORITHM,
  type PipelineOutput,
  type PipelineParams,
  POSTURE_ALGORITHM,
  type PostureLabel,
  parseAxes,
  ROTATION_ALGORITHM,
  type Snapshot,
  type Stage,
} from '@plumbline/core';
import { ImuColumns } from './imu-columns.ts';
import type { KnownMounting, PipelineSnapshot, PipelineState } from './writes.ts';

/** What a pipeline needs to know about its samples. */
export interface SampleSource {
  readonly channels: StreamOpen['channels'];
  readonly rateHz: number;
  readonly axes: string | null;
  /** What is known of the mounting before the first sample; null: nothing. */
  readonly seed: MountingSeed | null;
}

/** Beside the samples. */
export interface AnalysisOptions {
  /** What was said about the time: decides and teaches. */
  readonly labels?: readonly PostureLabel[];
  /** Others than the shipped ones. */
  readonly parameters?: Pick<PipelineParams, 'posture' | 'rotation' | 'load'>;
}

/** What says the derived rows; each row names its own. */
export const ALGORITHMS = {
  orientation: ORIENTATION_ALGORITHM,
  posture: POSTURE_ALGORITHM,
  rotation: ROTATION_ALGORITHM,
  load: LOAD_ALGORITHM,
} as const;

const MAX_SNAPSHOT_BYTES = 256 * 1024 * 1024;

/** Memory of the batch before: no pipeline keeps what it was given. */
let reused: ImuBatch | undefined;

/** The live analysis of one wear session: goes on over the streams of a sensor that lost and found its connection. */
export class SessionPipeline {
  readonly #params: PipelineParams;
  readonly parameters: string;
  readonly #source: string;
  #stage: Stage<ImuBatch, PipelineOutput>;
  #lastUs: number | null = null;
  #mounting: MountingState | null = null;

  private constructor(params: PipelineParams, labels: readonly PostureLabel[] = []) {
    this.#params = labels.length === 0 ? params : { ...params, labels };
    this.#source = JSON.stringify(params);
    this.parameters = JSON.stringify([ALGORITHMS, params]);
    this.#stage = createPipeline(this.#params);
  }

  /** Null when nothing can be said about such samples: they hold no acceleration. */
  static of(source: SampleSource, { labels, parameters }: AnalysisOptions = {}): SessionPipeline | null {
    const columns = ImuColumns.of(source.channels);
    if (columns === null) return null;
    const axes = source.axes === null ? null : parseAxes(source.axes);
    return new SessionPipeline(
      {
        rateHz: source.rateHz,
        hasGyro: columns.hasGyro,
        hasMag: columns.hasMag,
        axes,
        ...(source.seed && { seed: source.seed }),
        ...parameters,
      },
      labels,
    );
  }

  /**
   * Goes on where the snapshot was taken. One of other parameters, or one that this version cannot read, is no
   * loss: the raw samples are there, and the pipeline begins anew (`lastUs` is null).
   */
  static resume(
    source: SampleSource,
    snapshot: PipelineSnapshot,
    options?: AnalysisOptions,
  ): SessionPipeline | null {
    const pipeline = SessionPipeline.of(source, options);
    if (pipeline === null || pipeline.parameters !== snapshot.parameters) return pipeline;
    try {
      pipeline.#restore(snapshot);
      return pipeline;
    } catch {
      return SessionPipeline.of(source, options);
    }
  }

  /** The snapshot is of such samples, by other algorithms or in a form that cannot be read: they are analysed anew. */
  supersedes(snapshot: PipelineSnapshot): boolean {
    return this.#lastUs === null && snapshot.parameters.endsWith(`,${this.#source}]`);
  }

  /** Of the last sample it has seen. */
  get lastUs(): number | null {
    return this.#lastUs;
  }

  /** After the last sample; null before the first one of this process. */
  get mounting(): KnownMounting | null {
    return this.#mounting && { atUs: this.#lastUs!, state: this.#mounting };
  }

  /** Null before the first sample. */
  state(): PipelineState | null {
    if (this.#lastUs === null) return null;
    const json = JSON.stringify(this.#stage.snapshot());
    return { lastUs: this.#lastUs, parameters: this.parameters, json };
  }

  push(block: SampleBlock, columns: ImuColumns): PipelineOutput {
    reused = columns.batch(block, reused);
    const output = this.#stage.push(reused);
    this.#lastUs = Math.max(this.#lastUs ?? 0, block.tUs[block.n - 1]!);
    this.#mounting = output.mounting;
    return output;
  }

  /** Decides what is still waiting, as if nothing more came; and can go on if more comes after all. */
  close(): PipelineOutput {
    const before = this.#stage.snapshot();
    const output = this.#stage.flush();
    this.#stage = createPipeline(this.#params);
    this.#stage.restore(before);
    return output;
  }

  #restore(snapshot: PipelineSnapshot): void {
    const json = inflateRawSync(snapshot.bytes, { maxOutputLength: MAX_SNAPSHOT_BYTES }).toString('utf8');
    this.#stage.restore(JSON.parse(json) as Snapshot);
    this.#lastUs = snapshot.lastUs;
  }
}
