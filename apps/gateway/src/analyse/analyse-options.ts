import type { AxesMounting, MountingSeed } from '@plumbline/core';
import type { AnalysisParameters } from './parameters.ts';

export interface AnalyseOptions {
  readonly recordingPath: string;
  readonly outDir: string;
  /** A recording of a second sensor, on the thigh, of the same time by the same clock. */
  readonly thighPath?: string | null;
  readonly axes: AxesMounting | null;
  /** Upright and forward from a bend test or an earlier analysis of the same mounting. */
  readonly seed?: MountingSeed | null;
  readonly useMag: boolean;
  /** Seconds of later samples that `orientation-smoothed.csv` uses; null: it is not written. */
  readonly fixedLagS: number | null;
  /** The wearer's own forward flexion range, deg; null: the seed's, else a nominal one is assumed. */
  readonly flexionRangeDeg: number | null;
  readonly parameters: AnalysisParameters;
  /** IANA name of the wearer's time zone. */
  readonly timeZone: string;
  /** Whether to write `report.html`. */
  readonly plot: boolean;
  /** Share of the file that has been read, 0..1. */
  readonly onProgress?: (share: number) => void;
  /** Ends the analysis; nothing of it is kept then. */
  readonly stop?: AbortSignal;
}
