import {
  applyBoutRevision,
  type Bout,
  LoadTally,
  type PipelineOutput,
  type PostureSecond,
  type RotationEvent,
  StateSeconds,
  TrunkExposure,
} from '@plumbline/core';
import {
  BOUTS_HEADER,
  LOAD_HEADER,
  ORIENTATION_HEADER,
  POSTURE_HEADER,
  ROTATION_HEADER,
  writeBoutRow,
  writeLoadRow,
  writeOrientationRows,
  writePostureRow,
  writeRotationRow,
} from '@plumbline/formats';
import { OutputFile } from './output-file.ts';

/** Folds what a pipeline says into the files of an analysis; holds only what may still be revised. */
export class AnalysisFiles {
  readonly counts = new StateSeconds();
  readonly load = new LoadTally();
  readonly exposure = new TrunkExposure();
  /** All of them: a day has a few hundred. */
  readonly rotations: RotationEvent[] = [];
  readonly #folder: string;
  #files: Record<'orientation' | 'posture' | 'bouts' | 'rotation' | 'load', OutputFile> | null = null;
  #extra: OutputFile[] = [];
  #undecided = new Map<number, PostureSecond>();
  #bouts: Bout[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  get bouts(): readonly Bout[] {
    return this.#bouts;
  }

  async open(): Promise<void> {
    this.#files = {
      orientation: await this.add('orientation.csv', ORIENTATION_HEADER),
      posture: await this.add('posture.csv', POSTURE_HEADER),
      bouts: await this.add('bouts.csv', BOUTS_HEADER),
      rotation: await this.add('rotation.csv', ROTATION_HEADER),
      load: await this.add('load.csv', LOAD_HEADER),
    };
  }

  async add(name: string, header: string): Promise<OutputFile> {
    const file = await OutputFile.create(this.#folder, name, header);
    this.#extra.push(file);
    return file;
  }

  async take(output: PipelineOutput): Promise<void> {
    const files = this.#files!;
    writeOrientationRows(files.orientation.rows, output.orientation);
    // A side bend of a tipped pelvis is no twist: told apart so that it counts for nothing, and left out of the file.
    for (const event of output.rotations) {
      if (event.kind !== 'side_bend') writeRotationRow(files.rotation.rows, event);
    }
    this.rotations.push(...output.rotations);
    for (const row of output.load) {
      writeLoadRow(files.load.rows, row);
      this.load.add(row);
    }
    for (const second of output.seconds) this.#undecided.set(second.tUs, second);
    this.#release(output.decidedUntilUs ?? Number.NEGATIVE_INFINITY);
    if (output.bouts.fromUs !== null) this.#bouts = applyBoutRevision(this.#bouts, output.bouts);
    for (const file of this.#extra) await file.spill();
  }

  /** Everything under its final name, or nothing. */
  async finish(summary: string): Promise<void> {
    this.#release(Number.POSITIVE_INFINITY);
    for (const bout of this.#bouts) writeBoutRow(this.#files!.bouts.rows, bout);
    await this.add('summary.json', summary);
    for (const file of this.#extra) await file.close();
    for (const file of this.#extra) await file.publish();
  }

  async discard(): Promise<void> {
    for (const file of this.#extra) await file.discard();
  }

  #release(untilUs: number): void {
    for (const [tUs, second] of this.#undecided) {
      if (tUs >= untilUs) break;
      writePostureRow(this.#files!.posture.rows, second);
      this.counts.add(second.state);
      this.exposure.add(second);
      this.#undecided.delete(tUs);
    }
  }
}
