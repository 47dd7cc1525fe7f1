import type { MaskedRotations, TurnsRecording } from '../measures/rotation/evaluation.ts';
import { createPipeline } from '../pipeline/pipeline.ts';

const SECOND_US = 1e6;

/** What the whole pipeline says about turning and posture in a recording, how the clip is worn not stated. */
export function rotationsOfPipeline(
  recording: TurnsRecording,
  rateHz: number,
): Omit<MaskedRotations, 'unmasked'> {
  const pipeline = createPipeline({ rateHz, hasGyro: true, hasMag: false, axes: null });
  const outputs = [pipeline.push(recording.samples), pipeline.flush()];
  const seconds = outputs.flatMap((output) => output.seconds);
  const states = new Map(seconds.map(({ tUs, state }) => [tUs, state]));
  return {
    events: outputs.flatMap(({ rotations }) => rotations),
    postureAt: (tUs) => states.get(Math.floor(tUs / SECOND_US) * SECOND_US) ?? 'unknown',
  };
}
