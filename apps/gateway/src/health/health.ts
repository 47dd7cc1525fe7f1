import type { GatewayStatus, SensorStatus } from '@plumbline/contract';

/** What one sensor has done since the gateway started. */
export interface SensorHealth extends SensorStatus {
  /** The wear session it records in; null before the first connection. */
  readonly session: { readonly id: string; readonly startedUs: number; readonly timeZone: string } | null;
  readonly samples: number;
  readonly missing: number;
  readonly connections: number;
  readonly stalls: number;
  readonly clockSlopePpm: number | null;
  readonly clockResidualP95Ms: number | null;
  /** What questions to the device's clock leave open about the times; null where it answers none. */
  readonly clockWithinMs: number | null;
}

/** Everything that `plumbline status` and the metrics show. */
export interface GatewayHealth {
  readonly pid: number;
  readonly version: string;
  readonly name: string;
  readonly radio: string;
  readonly uptimeS: number;
  readonly memoryBytes: number;
  readonly sensors: readonly SensorHealth[];
  readonly upload: { readonly url: string; readonly connected: boolean; readonly problem: string | null };
  readonly outbox: {
    readonly records: number;
    readonly bytes: number;
    readonly segments: number;
    readonly droppedSamples: number;
    readonly rejected: number;
  };
  readonly playback: GatewayStatus['playback'];
  /** The last thing that went wrong, with what to do, and when. */
  readonly lastError: { readonly atUs: number; readonly text: string } | null;
}

/** Counts of one sensor over all its connections. */
export class SensorTotals {
  samples = 0;
  missing = 0;
  connections = 0;
  stalls = 0;
}
