import { type KnownReasons, knownReason } from '../locales/known-reasons.ts';
import { t } from '../locales/t.ts';

type ReasonKey =
  | 'noPosture'
  | 'noBout'
  | 'sittingNeeded'
  | 'boutsNeeded'
  | 'longBoutsNeeded'
  | 'notSittingNow'
  | 'noAngle'
  | 'recalledModel'
  | 'noBreakAfterCreep'
  | 'rangeAssumed'
  | 'validDays'
  | 'knownOnDays'
  | 'rotationsNeeded'
  | 'rotationsFew'
  | 'rotationsSpread'
  | 'rotationDays'
  | 'changeNeedsDays'
  | 'noGyroscope'
  | 'gyroAgainst'
  | 'notSeen'
  | 'declaredNeeded'
  | 'walkingNeeded'
  | 'noSamplesOfDay'
  | 'noSamplesToday'
  | 'beingSummarised';

/** Reasons are sentences of the server, in English; those that are known are said in the reader's language. */
const KNOWN: KnownReasons<ReasonKey> = [
  [/^no second of the span has a known posture$/, 'noPosture'],
  [/^no sitting bout begins in the span$/, 'noBout'],
  [/^needs (?<needed>\d+) min of sitting$/, 'sittingNeeded'],
  [/^needs at least (?<needed>\d+) sitting bouts, there are (?<count>\d+)/, 'boutsNeeded'],
  [/^needs at least (?<needed>\d+) sitting bouts of (?<minutes>[\d.]+) min or longer$/, 'longBoutsNeeded'],
  [/^not sitting at the end of the span$/, 'notSittingNow'],
  [/^posture or trunk angle was never known$/, 'noAngle'],
  [/^a model with recalled constants$/, 'recalledModel'],
  [/^no break after a known creep$/, 'noBreakAfterCreep'],
  [/^the wearer's flexion range is not measured: (?<degrees>\d+) deg are assumed$/, 'rangeAssumed'],
  [/^needs (?<needed>\d+) valid days, there are (?<count>\d+)$/, 'validDays'],
  [/^it is known on (?<found>\d+) of (?<count>\d+) valid days, (?<needed>\d+) are needed$/, 'knownOnDays'],
  [
    /^(?<left>\d+) rotations? to the left and (?<right>\d+) to the right: asymmetry needs (?<needed>\d+) on/,
    'rotationsNeeded',
  ],
  [/^(?<count>\d+) rotations?: fewer than (?<needed>\d+) say little/, 'rotationsFew'],
  [/^needs (?<blocks>\d+) blocks of (?<minutes>\d+) min$/, 'rotationsSpread'],
  [/^no valid day with enough rotations to either side$/, 'rotationDays'],
  [/^(?<count>\d+) valid days?: a detectable change needs (?<needed>\d+)$/, 'changeNeedsDays'],
  [/^not available: the source has no gyroscope$/, 'noGyroscope'],
  [/^not available: the gyroscope turns the other way than gravity/, 'gyroAgainst'],
  [/^no sample of a worn sensor in the span$/, 'notSeen'],
  [/^(?<found>\d+) min known within the declared hours, (?<needed>\d+) are needed$/, 'declaredNeeded'],
  [/^(?<found>\d+) min of walking, (?<needed>\d+) are needed$/, 'walkingNeeded'],
  [/^No samples are stored of this day\.$/, 'noSamplesOfDay'],
  [/^No samples of today are stored yet\.$/, 'noSamplesToday'],
  [/^This day is being summarised; ask again in a moment\.$/, 'beingSummarised'],
];

/** Why there is no number, or what to keep in mind about it, as a sentence. */
export function reasonWords(reason: string): string {
  return knownReason(reason, KNOWN, (key, values) => t(`measures.reason.${key}`, values));
}
