import type { Calibration, MountingState } from '../pipeline/outputs.ts';
import { QUALITY_PARAMS as Q } from './mounting.params.ts';

/** What the quality of a calibration depends on. */
export interface CalibrationFacts {
  readonly reference: MountingState['reference'];
  readonly forward: MountingState['forward'];
  /** Walking seconds behind the upright reference. */
  readonly walkedS: number;
  /** Length of the mean unit direction of the steps, 0..1. */
  readonly stepsAgree: number;
  readonly suspected: boolean;
  /** The clip was off and nobody has walked since. */
  readonly wasOff: boolean;
  /** When something last confirmed it, and the time now; us. */
  readonly confirmedAtUs: number | null;
  readonly nowUs: number | null;
  readonly flexionRangeDeg: number | null;
  /** The seed is the result of guided bends. */
  readonly isBendTest: boolean;
}

const SOURCE = {
  axes: 'stated',
  bends: 'bends',
  walking: 'walking',
  sitting: 'sitting',
  seed: 'seeded',
} as const;
const US_PER_S = 1e6;

/** Source, age and quality of what is known about the mounting, with the reasons for every point taken off. */
export function calibrationOf(facts: CalibrationFacts): Calibration {
  const { confirmedAtUs, nowUs, reference, flexionRangeDeg } = facts;
  const forward = facts.forward === 'seed' && facts.isBendTest ? 'bends' : facts.forward;
  const ageS = confirmedAtUs === null || nowUs === null ? null : (nowUs - confirmedAtUs) / US_PER_S;
  const reasons: string[] = [];
  const factor = (quality: number, reason: string): number => {
    if (quality < 1) reasons.push(reason);
    return quality;
  };
  const upright =
    reference === 'seed'
      ? factor(Q.seeded, 'upright is taken from the last session until you walk')
      : factor(Math.min(1, facts.walkedS / Q.fullReferenceS), 'little walking so far');
  const ahead = forward === null ? 0 : Q.forward[forward] * (forward === 'walking' ? facts.stepsAgree : 1);
  let quality = reference === null ? 0 : Math.min(upright, ahead);
  if (forward === null) reasons.push('which way is forward is not known');
  if (forward === 'sitting') reasons.push('forward is guessed from how you sit');
  if (facts.suspected) quality *= factor(Q.suspected, 'the clip may have moved');
  if (facts.wasOff) quality *= factor(Q.afterOff, 'the clip was off and you have not walked since');
  if (ageS !== null && ageS > Q.staleS) quality *= factor(Q.stale, 'no walking for hours');
  return { source: forward && SOURCE[forward], confirmedAtUs, ageS, quality, reasons, flexionRangeDeg };
}
