import { asciiAt, bytesToHex, uint16At, uint32At, uint64At } from '../../bytes.ts';
import type { InspectedRecord } from '../../driver.ts';
import { RATES_HZ, SETTINGS, SETTINGS_BYTES } from './commands.ts';

const INFO_BYTES = 34;
const PRODUCT_AT = 28;
const PRODUCT = /^XS-T\d\d$/;
const RESERVED_AT = 27;
const TAG_AT = 8;
/** Only for recording on the sensor itself. */
const RECORDING_RATE_HZ = 120;

/** Characteristics 1001 and 1002 as they are read, or null; payloads of some modes have their lengths. */
export function deviceRecord(b: Uint8Array): InspectedRecord | null {
  if (b.length === INFO_BYTES && PRODUCT.test(asciiAt(b, PRODUCT_AT, INFO_BYTES))) return infoRecord(b);
  return b.length === SETTINGS_BYTES && isSettings(b) ? settingsRecord(b) : null;
}

/** A rate that exists, a filter that exists and reserved bytes: as a float of a payload next to nothing. */
function isSettings(b: Uint8Array): boolean {
  const rateHz = uint16At(b, SETTINGS.rate);
  const known = ([...RATES_HZ, RECORDING_RATE_HZ] as number[]).includes(rateHz) && b[SETTINGS.filter]! <= 1;
  return known && b.subarray(RESERVED_AT).every((byte) => byte === 0);
}

function infoRecord(b: Uint8Array): InspectedRecord {
  const two = (at: number): string => String(b[at]!).padStart(2, '0');
  const day = `${uint16At(b, 9)}-${two(11)}-${two(12)}`;
  return {
    kind: 'device-info',
    address_bytes: bytesToHex(b.subarray(0, 6)),
    firmware: `${b[6]}.${b[7]}.${b[8]}`,
    built: `${day}T${two(13)}:${two(14)}:${two(15)}`,
    softdevice: uint32At(b, 16),
    serial: uint64At(b, 20).toString(16).toUpperCase(),
    product: asciiAt(b, PRODUCT_AT, INFO_BYTES),
  };
}

function settingsRecord(b: Uint8Array): InspectedRecord {
  return {
    kind: 'settings',
    tag: asciiAt(b, TAG_AT, TAG_AT + Math.min(16, b[7]!)),
    rate_hz: uint16At(b, SETTINGS.rate),
    filter: b[SETTINGS.filter] === 0 ? 'general' : 'dynamic',
    power_save_advertising_s: b[3]! * 60 + b[4]!,
    power_save_connected_s: b[5]! * 60 + b[6]!,
  };
}
