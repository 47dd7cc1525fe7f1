import type { Bends } from '@plumbline/contract';
import { formats, t } from '../../locales/t.ts';

/** Fewer bends are not judged, as in the guided bends of the core. */
const ENOUGH = 3;

/** What to do now, what became of it, or why it was not accepted; one or two sentences. */
export function bendWords(told: Bends): string {
  const { phase, reason } = told;
  if (reason !== null) return t('onboarding.bend.silent');
  if (phase === 'stand_still') return t('onboarding.bend.still');
  if (phase === 'bend') return nextWords(told);
  if (phase === 'accepted') return acceptedWords(told);
  if (phase === 'refused') return refusedWords(told);
  return t('onboarding.bend.ready');
}

/** Whether those that were done can be judged already. */
export function isEnough({ phase, bends }: Bends): boolean {
  return phase === 'bend' && bends >= ENOUGH;
}

/** The last bend that did not count first: the next one is to be another. */
function nextWords({ bends, of, refusal }: Bends): string {
  const next = t('onboarding.bend.next', { next: bends + 1, of });
  return refusal === null ? next : `${t(`onboarding.bend.refusal.${refusal}`)} ${next}`;
}

function acceptedWords({ calibration }: Bends): string {
  if (calibration === null) return t('onboarding.bend.accepted');
  const range = formats.degrees(calibration.flexionRangeDeg);
  const quality = formats.percent(calibration.quality);
  return `${t('onboarding.bend.accepted')} ${t('onboarding.bend.result', { range, quality })}`;
}

function refusedWords({ refusal }: Bends): string {
  return refusal === null ? t('onboarding.bend.notStored') : t(`onboarding.bend.refusal.${refusal}`);
}
