import { type KnownReasons, knownReason } from '../locales/known-reasons.ts';
import { t } from '../locales/t.ts';

type SaidKey =
  | 'samples'
  | 'samplesNoDatabase'
  | 'noGateway'
  | 'noDatabase'
  | 'noSensor'
  | 'kept'
  | 'quiet'
  | 'catchingUp'
  | 'none'
  | 'few'
  | 'noReference'
  | 'noForward'
  | 'stillEnd'
  | 'starting'
  | 'looking'
  | 'notHeard'
  | 'connecting'
  | 'settingUp'
  | 'stalled'
  | 'lost'
  | 'played'
  | 'radioForbidden'
  | 'radioOff';

/** What the server and the gateway say of the connection, of the clip and of a posture that is not known. */
const KNOWN: KnownReasons<SaidKey> = [
  [/^(Samples arrive\.|samples are coming in)$/, 'samples'],
  [/^Samples arrive\. The database does not answer/, 'samplesNoDatabase'],
  [/^No gateway is connected to the server/, 'noGateway'],
  [/^The database does not answer; the gateway keeps the samples/, 'noDatabase'],
  [/^The gateway has no sensor yet/, 'noSensor'],
  [/^The gateway keeps (?<count>\d+) records? and has not sent/, 'kept'],
  [/^The sensor is connected, but no samples have come/, 'quiet'],
  [/^The gateway is catching up: (?<count>\d+) records? wait/, 'catchingUp'],
  [/^No samples have come yet/, 'none'],
  [/^Too few samples came in this second/, 'few'],
  [/^upright is not known yet/, 'noReference'],
  [/^which way is forward is not known yet/, 'noForward'],
  [/^for its last (?<seconds>\d+) s the sensor kept as still as on a table/, 'stillEnd'],
  [/^(starting$|opening )/, 'starting'],
  [/^looking for sensors/, 'looking'],
  [/^not heard yet/, 'notHeard'],
  [/^connecting$/, 'connecting'],
  [/^(reading what the sensor offers|setting the sensor up)$/, 'settingUp'],
  [/^connected, but no sample for (?<seconds>\d+) s/, 'stalled'],
  [/; looking for it$/, 'lost'],
  [/^everything has been played$/, 'played'],
  [/ may not be used\. /, 'radioForbidden'],
  [/ (is switched off or cannot be reached|does not work)\. |^the radio could not be opened/, 'radioOff'],
];

/** In the reader's language where it is known, else as it was said: a failure names its own remedy. */
export function saidWords(reason: string): string {
  return knownReason(reason, KNOWN, (key, values) => t(`connection.said.${key}`, values));
}
