import type { LivePosture } from '@plumbline/contract';
import type { PipelineOutput } from '@plumbline/core';

const TOO_FEW_SAMPLES = 'Too few samples came in this second.';

/**
 * The posture after one more output; the same object when nothing was said. It has lasted since its bout began, or,
 * while the bouts are not sure yet, since it was first told.
 */
export function nextPosture(
  before: LivePosture | null,
  output: PipelineOutput,
  mountingReason: string | null,
): LivePosture | null {
  const second = output.seconds.at(-1);
  if (second === undefined) return before;
  const bout = output.bouts.bouts.at(-1);
  const toldUs = before?.state === second.state ? before.sinceUs : second.tUs;
  const sinceUs = bout?.state === second.state ? bout.startUs : toldUs;
  const reason = second.state === 'unknown' ? (mountingReason ?? TOO_FEW_SAMPLES) : null;
  return { state: second.state, probability: second.probability, sinceUs, reason };
}
