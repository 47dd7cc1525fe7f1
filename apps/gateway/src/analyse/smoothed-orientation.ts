import { FixedLagSmoother, type ImuBatch } from '@plumbline/core';
import { ORIENTATION_HEADER, writeOrientationRows } from '@plumbline/formats';
import type { AnalysisFiles } from './analysis-files.ts';
import type { OutputFile } from './output-file.ts';

/** `orientation-smoothed.csv`: one row per sample, each improved by the seconds after it. */
export class SmoothedOrientation {
  readonly #smoother: FixedLagSmoother;
  readonly #file: OutputFile;

  private constructor(smoother: FixedLagSmoother, file: OutputFile) {
    this.#smoother = smoother;
    this.#file = file;
  }

  static async open(
    options: { readonly fixedLagS: number | null; readonly useMag: boolean },
    files: AnalysisFiles,
  ): Promise<SmoothedOrientation | null> {
    const { fixedLagS, useMag } = options;
    if (fixedLagS === null) return null;
    const file = await files.add('orientation-smoothed.csv', ORIENTATION_HEADER);
    return new SmoothedOrientation(new FixedLagSmoother({ lagS: fixedLagS, useMag }), file);
  }

  take(batch: ImuBatch): void {
    writeOrientationRows(this.#file.rows, this.#smoother.push(batch));
  }

  finish(): void {
    writeOrientationRows(this.#file.rows, this.#smoother.flush());
  }
}
