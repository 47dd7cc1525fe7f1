import type { DecoderParams } from './decoder.params.ts';
import type { DoorKind } from './features.ts';
import type { Lean } from './lean-tracker.ts';
import { clamp, logistic } from './logistic.ts';

const MOST_CERTAIN = 0.9;

/** What a second says about sitting down and getting up in it. */
export interface DoorEvidence {
  readonly door: DoorKind;
  /** By the trees, which know silences alone. */
  readonly downLogOdds: number;
  readonly upLogOdds: number;
  /** What the odds are multiplied with where the door is a silence, 0 to 1: less where silences are frequent. */
  readonly silenceTrust: number;
  /** Fastest vertical velocity, m/s, up positive. */
  readonly peakMps: number;
  /** Of the trunk around that moment; null without a gyroscope. */
  readonly lean?: Lean | null;
}

/** Chance that somebody on the feet sat down in this second, or that somebody seated got up. */
export function doorChance(second: DoorEvidence, way: 'down' | 'up', params: DecoderParams): number {
  const { door, lean = null } = second;
  const doorless = params.doorless * (isSeenStill(lean, params.lean) ? params.lean.stillDoorless : 1);
  if (door === 'none') return doorless;
  const isDown = way === 'down';
  const odds = isDown ? params.downOdds : params.upOdds;
  const trees = isDown ? second.downLogOdds : second.upLogOdds;
  const velocityMps = isDown ? -second.peakMps : second.peakMps;
  const isMoment = door === 'moment';
  const trust = isMoment ? 1 : second.silenceTrust;
  const logOdds = trees + (isMoment ? seen(velocityMps, params) + leaned(lean, params) : 0);
  const chance = clamp(logistic(logOdds + Math.log(odds[door] * trust)), doorless, MOST_CERTAIN);
  return door === 'long_silence' ? Math.max(params.longSilence * trust, chance) : chance;
}

/** What the velocity of a moment that was seen adds to the trees. */
function seen(velocityMps: number, { momentVelocity }: DecoderParams): number {
  const { evenMps, logOddsPerMps, mostLogOdds } = momentVelocity;
  return clamp((velocityMps - evenMps) * logOddsPerMps, -mostLogOdds, mostLogOdds);
}

/** Whoever sits down or gets up leans out and comes back, neither in a twitch nor for long. */
function leaned(lean: Lean | null, { lean: p }: DecoderParams): number {
  if (!lean) return 0;
  const isInTime = lean.durationS >= p.durationS[0] && lean.durationS <= p.durationS[1];
  return clamp(((isInTime ? lean.deg : 0) - p.evenDeg) * p.logOddsPerDeg, -p.mostLogOdds, p.mostLogOdds);
}

/** While the trunk neither leans nor ends otherwise than it began, hardly anybody changes between sitting and standing. */
export function isSeenStill(lean: Lean | null | undefined, { evenDeg }: DecoderParams['lean']): boolean {
  return !!lean && lean.deg < evenDeg && lean.stepDeg < evenDeg;
}
