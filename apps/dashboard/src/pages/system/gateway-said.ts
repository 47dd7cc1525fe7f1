import { type KnownReasons, knownReason } from '../../locales/known-reasons.ts';
import { sentence } from '../../locales/sentence.ts';
import { language, t } from '../../locales/t.ts';

type GatewaySaid =
  | 'refused'
  | 'recordRefused'
  | 'unsent'
  | 'outboxFull'
  | 'disk'
  | 'radioForbidden'
  | 'radioOff';

/** What a gateway says went wrong: of itself, not of a sensor, which it names first. */
const KNOWN: KnownReasons<GatewaySaid> = [
  [/^The API refuses this gateway: /, 'refused'],
  [/^The API refused a record /, 'recordRefused'],
  [/; everything is kept in the outbox and sent later\.$/, 'unsent'],
  [/^The outbox is full: (?<count>\d+) samples/, 'outboxFull'],
  [/^The disk refuses to sync: /, 'disk'],
  [/ may not be used\./, 'radioForbidden'],
  [/ (is switched off or cannot be reached|does not work)\.|^the radio could not be opened/, 'radioOff'],
];

/** In English as it was said, with all it names; in other languages in their words where it is known. */
export function gatewaySaid(text: string): string {
  if (language === 'en') return sentence(text);
  return knownReason(text, KNOWN, (key, values) => t(`system.said.${key}`, values));
}
