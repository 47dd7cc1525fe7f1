import type { TurnsRecording } from '../measures/rotation/evaluation.ts';
import type { RotationEvent } from '../pipeline/outputs.ts';
import { createPipeline } from '../pipeline/pipeline.ts';

/** Everything the whole pipeline says about turning in a recording, how the clip is worn not stated. */
export function rotationsOfPipeline(recording: TurnsRecording, rateHz: number): RotationEvent[] {
  const pipeline = createPipeline({ rateHz, hasGyro: true, hasMag: false, axes: null });
  const pushed = pipeline.push(recording.samples);
  return [...pushed.rotations, ...pipeline.flush().rotations];
}
