import type { DeviceState } from '@plumbline/contract';
import type { DecodeEvent } from '@plumbline/sensor-protocol';
import type { DecodedStream } from './decoded-stream.ts';

/** Where a connection's notifications go. */
export interface SampleRecorder {
  readonly stream: DecodedStream;
  /** Samples recorded, and samples known to be missing between them. */
  readonly samples: number;
  readonly missing: number;
  /** Why samples cannot be kept at the moment, for people; null while they can. */
  readonly problem: string | null;
  /** The sensor is set up: what comes from now on counts. */
  begin(nowNs: bigint): void;
  notification(characteristic: string, bytes: Uint8Array, rxNs: bigint): readonly DecodeEvent[];
  device(state: DeviceState): void;
  finish(reason: string): void;
}
