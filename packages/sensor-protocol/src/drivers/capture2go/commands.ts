import { putUint64 } from '../../bytes.ts';
import { command } from '../../command.ts';
import type { Command, CommandExpectation, DriverOptions } from '../../driver.ts';
import { modeText } from './decoder.ts';
import { HEADER, rateIndex } from './layouts.ts';
import { encodePackage } from './package.ts';

export const RX_UUID = '80030002e6294c989324aa7fc0c66de7';
const TIMEOUT_MS = 1000;
const TRIES = 3;
export const MODE_BYTES = 30;
/** Offsets in the measurement mode. */
export const MODE = { fullFixed: 9, fullPacked: 10, status: 14, noMag: 29 } as const;
/** Up to here single samples (31 bytes) are cheap enough; faster streams come eight to a package. */
const SINGLE_SAMPLES_UP_TO_HZ = 50;

const send = (
  header: number,
  payload: Uint8Array | undefined,
  purpose: string,
  expect?: CommandExpectation,
) => command(RX_UUID, encodePackage(header, payload), purpose, expect ? { expect } : {});

const answered = (key: string, value?: string): CommandExpectation => ({
  key,
  timeoutMs: TIMEOUT_MS,
  tries: TRIES,
  required: true,
  ...(value === undefined ? {} : { value }),
});

export function measurementMode(options: DriverOptions): Uint8Array {
  const mode = new Uint8Array(MODE_BYTES);
  const fixed = options.rateHz <= SINGLE_SAMPLES_UP_TO_HZ && options.extra.packing !== 'packed';
  mode[fixed ? MODE.fullFixed : MODE.fullPacked] = rateIndex(options.rateHz);
  mode[MODE.status] = 1;
  mode[MODE.noMag] = 1;
  return mode;
}

/** The buffer may hold an earlier stream: stopped and cleared first. */
export function startCommands(options: DriverOptions): readonly Command[] {
  const mode = measurementMode(options);
  return [
    send(
      HEADER.stopAndClear,
      undefined,
      'stop and clear what an earlier connection left',
      answered('cleared'),
    ),
    send(HEADER.getDeviceInfo, undefined, 'read the protocol version'),
    send(HEADER.setMode, mode, `measure at ${options.rateHz} Hz`, answered('mode', modeText(mode, 0))),
    send(HEADER.start, undefined, 'start streaming', answered('started')),
  ];
}

export const stopCommands = (): readonly Command[] => [
  send(HEADER.stop, undefined, 'stop streaming', { key: 'stopped', timeoutMs: TIMEOUT_MS, tries: 1 }),
];

export function clockProbe(hostTxNs: bigint): Command {
  const payload = new Uint8Array(32);
  putUint64(payload, 0, hostTxNs);
  return send(HEADER.roundTrip, payload, 'probe the clock');
}
