import { command } from '../../command.ts';
import type { Command, DriverOptions } from '../../driver.ts';
import { CONTROL_UUID, OP, startedKey, stoppedKey } from './decoder.ts';
import { TYPE } from './frame.ts';

const TIMEOUT_MS = 2000;
const RESOLUTION_BITS = 16;
const RANGE_G = 8;

export interface PolarModel {
  readonly ratesHz: readonly number[];
  /** Verity Sense wants the number of channels, H10 refuses it. */
  readonly namesChannels: boolean;
}

const u16 = (value: number): readonly number[] => [value & 0xff, value >> 8];

export function startCommands(model: PolarModel, { rateHz }: DriverOptions): readonly Command[] {
  if (!model.ratesHz.includes(rateHz)) {
    throw new RangeError(`rateHz ${rateHz} is not possible here: use one of ${model.ratesHz.join(', ')}`);
  }
  const settings = [0, 1, ...u16(rateHz), 1, 1, ...u16(RESOLUTION_BITS), 2, 1, ...u16(RANGE_G)];
  const bytes = [OP.start, TYPE.acc, ...settings, ...(model.namesChannels ? [4, 1, 3] : [])];
  return [
    ...stopCommands(),
    command(CONTROL_UUID, bytes, `start acceleration at ${rateHz} Hz`, {
      withResponse: true,
      expect: { key: startedKey(TYPE.acc), timeoutMs: TIMEOUT_MS, tries: 2, value: 0, required: true },
    }),
  ];
}

/** Left running, the stream drains the battery after the link is gone. */
export function stopCommands(): readonly Command[] {
  return [
    command(CONTROL_UUID, [OP.stop, TYPE.acc], 'stop acceleration', {
      withResponse: true,
      expect: { key: stoppedKey(TYPE.acc), timeoutMs: TIMEOUT_MS, tries: 1 },
    }),
  ];
}
