import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { applyBoutRevision, type Bout, type PipelineOutput, type PostureSecond } from '@plumbline/core';
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
import type { Tallies } from './tallies.ts';
import type { ThighSource } from './thigh-source.ts';

/** Written on request: what an earlier analysis left of them does not belong to this one. */
const ON_REQUEST = ['orientation-smoothed.csv', 'report.html'];
const ALWAYS = ['orientation', 'posture', 'bouts', 'rotation', 'load'].map((name) => `${name}.csv`);
/** Every name under which an analysis writes, or which it removes. */
export const RESULT_NAMES: readonly string[] = [...ALWAYS, 'summary.json', ...ON_REQUEST];

/** Folds what a pipeline says into the files of an analysis; holds only what may still be revised. */
export class AnalysisFiles {
  readonly #folder: string;
  readonly #tallies: Tallies;
  readonly #thigh: ThighSource | null;
  #files: Record<'orientation' | 'posture' | 'bouts' | 'rotation' | 'load', OutputFile> | null = null;
  #all = new Map<string, OutputFile>();
  #undecided = new Map<number, PostureSecond>();
  #bouts: readonly Bout[] = [];

  /** With `thigh` the bouts follow from the seconds that it has revised. */
  constructor(folder: string, tallies: Tallies, thigh: ThighSource | null = null) {
    this.#folder = folder;
    this.#tallies = tallies;
    this.#thigh = thigh;
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
    this.#all.set(name, file);
    return file;
  }

  async take(output: PipelineOutput): Promise<void> {
    const files = this.#files!;
    writeOrientationRows(files.orientation.rows, output.orientation);
    // A side bend of a tipped pelvis is no twist: summary.json counts it, the file has three kinds.
    for (const event of output.rotations) {
      if (event.kind !== 'side_bend') writeRotationRow(files.rotation.rows, event);
    }
    for (const row of output.load) writeLoadRow(files.load.rows, row);
    this.#tally(output);
    for (const event of output.mountingEvents ?? []) this.#tallies.moved(event);
    for (const second of output.seconds) this.#undecided.set(second.tUs, second);
    this.#release(output.decidedUntilUs ?? Number.NEGATIVE_INFINITY);
    if (output.bouts.fromUs !== null) this.#bouts = applyBoutRevision(this.#bouts, output.bouts);
    for (const file of this.#all.values()) await file.spill();
  }

  /** The last rows; the tallies are complete then. */
  complete(): void {
    this.#release(Number.POSITIVE_INFINITY);
    if (this.#thigh) this.#bouts = this.#thigh.bouts();
    for (const bout of this.#bouts) writeBoutRow(this.#files!.bouts.rows, bout);
    this.#tallies.bouts = this.#bouts;
  }

  /** Everything under its final name. */
  async publish(): Promise<void> {
    for (const file of this.#all.values()) await file.close();
    for (const file of this.#all.values()) await file.publish();
    const stale = ON_REQUEST.filter((name) => !this.#all.has(name));
    for (const name of stale) await rm(join(this.#folder, name), { force: true });
  }

  async discard(): Promise<void> {
    for (const file of this.#all.values()) await file.discard();
  }

  #tally({ rotations, breaks, nudges, load }: PipelineOutput): void {
    for (const event of rotations) this.#tallies.rotation(event);
    for (const credit of breaks ?? []) this.#tallies.credit(credit);
    this.#tallies.suggestions(nudges ?? []);
    for (const row of load) this.#tallies.loadRow(row);
  }

  #release(untilUs: number): void {
    for (const [tUs, second] of this.#undecided) {
      if (tUs >= untilUs) break;
      writePostureRow(this.#files!.posture.rows, second);
      this.#tallies.second(second);
      this.#thigh?.decided(second);
      this.#undecided.delete(tUs);
    }
  }
}
