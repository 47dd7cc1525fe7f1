import { asciiAt } from './bytes.ts';
import type { DecodeEvent, GattPlan } from './driver.ts';

/** Standard Battery Service: one byte, percent, read and usually notified. */
export const BATTERY_SERVICE: GattPlan = { service: '180f', notify: ['2a19'], write: null };
export const BATTERY_LEVEL = '2a19';

export const DEVICE_INFORMATION_SERVICE = '180a';
/** Text characteristics of the Device Information Service. All are optional: absence is normal. */
export const DEVICE_INFORMATION: Readonly<Record<string, string>> = {
  '2a24': 'model',
  '2a25': 'serial',
  '2a26': 'firmware',
  '2a27': 'hardware',
  '2a28': 'software',
  '2a29': 'manufacturer',
};

/** Percent, or null where the bytes are no battery level. */
export function batteryPercent(bytes: Uint8Array): number | null {
  const percent = bytes[0];
  return percent !== undefined && percent <= 100 ? percent : null;
}

/** Events of a standard characteristic, or null where `characteristic` is not one. */
export function standardEvents(characteristic: string, bytes: Uint8Array): readonly DecodeEvent[] | null {
  if (characteristic === BATTERY_LEVEL) {
    const percent = batteryPercent(bytes);
    return percent === null ? [] : [{ kind: 'battery', percent, volts: null }];
  }
  const key = DEVICE_INFORMATION[characteristic];
  if (key === undefined) return null;
  return [{ kind: 'config', key, value: asciiAt(bytes, 0, bytes.length) }];
}
