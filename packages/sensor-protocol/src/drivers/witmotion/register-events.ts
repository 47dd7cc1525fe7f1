import { int16At, uint16At } from '../../bytes.ts';
import type { DecodeEvent } from '../../driver.ts';
import {
  chargePercent,
  isBatteryVolts,
  MAG_UT_PER_COUNT,
  RATE_HZ_BY_CODE,
  REG,
  versionText,
} from './registers.ts';

/** Keys of the `config` events; a {@link import('../../driver.ts').Command} expects one of them. */
export const CONFIG_KEY = {
  version: 'firmware',
  battery: 'battery',
  rateHz: 'rateHz',
  bandwidth: 'bandwidth',
  algorithm: 'algorithm',
  recordMode: 'recordMode',
  /** 0: the device echoes the time-stamped mode but its records hold no clock. */
  deviceClock: 'deviceClock',
} as const;

const VALUES_AT = 4;

const value = (b: Uint8Array, at: number, i: number): number => int16At(b, at + VALUES_AT + 2 * i);
const unsigned = (b: Uint8Array, at: number, i: number): number => uint16At(b, at + VALUES_AT + 2 * i);

function batteryEvents(centivolts: number): readonly DecodeEvent[] {
  const volts = centivolts / 100;
  const config = { kind: 'config', key: CONFIG_KEY.battery, value: volts } as const;
  return !isBatteryVolts(volts) ? [] : [config, { kind: 'battery', percent: chargePercent(volts), volts }];
}

/** What one register answer says, as events. Registers of no interest give none. */
export function registerEvents(b: Uint8Array, at: number): readonly DecodeEvent[] {
  const register = uint16At(b, at + 2);
  const code = unsigned(b, at, 0);
  switch (register) {
    case REG.battery:
      return batteryEvents(code);
    case REG.versionLow:
      return [{ kind: 'config', key: CONFIG_KEY.version, value: versionText(code, unsigned(b, at, 1)) }];
    case REG.rate:
      return [{ kind: 'config', key: CONFIG_KEY.rateHz, value: RATE_HZ_BY_CODE.get(code) ?? 0 }];
    case REG.bandwidth:
      return [{ kind: 'config', key: CONFIG_KEY.bandwidth, value: code }];
    case REG.algorithm:
      return [{ kind: 'config', key: CONFIG_KEY.algorithm, value: code }];
    case REG.recordMode:
      return [{ kind: 'config', key: CONFIG_KEY.recordMode, value: code }];
    case REG.mag:
      return [{ kind: 'values', name: 'mag', values: { mag_raw: [0, 1, 2].map((i) => value(b, at, i)) } }];
    case REG.magType:
      return [{ kind: 'config', key: 'magUtPerCount', value: MAG_UT_PER_COUNT.get(code) ?? 0 }];
    default:
      return [];
  }
}
