import { command } from '../../command.ts';
import type { Command, DriverOptions } from '../../driver.ts';
import { SERIAL_WRITE_UUID, WRITE_UUID } from './gatt.ts';
import { CONFIG_KEY } from './register-events.ts';
import {
  ALGORITHM_SIX_AXIS,
  BANDWIDTH_20_HZ,
  MODE_TIMESTAMP_BIT,
  RATE_CODE_10_HZ,
  REG,
  rateCode,
  UNLOCK_KEY,
} from './registers.ts';

/** The vendor asks for at least 100 ms between commands. */
const WRITE_PAUSE_MS = 100;
const READ_TIMEOUT_MS = 300;
const READ_TRIES = 3;
/** From here on the device does not answer register reads. */
export const SILENT_FROM_HZ = 200;

export function writeRegister(register: number, value: number, purpose: string): Command {
  return command(WRITE_UUID, [0xff, 0xaa, register, value & 0xff, value >> 8], purpose, {
    delayMs: WRITE_PAUSE_MS,
  });
}

export function readRegister(register: number, key: string, purpose: string, value?: number): Command {
  const expect = { key, timeoutMs: READ_TIMEOUT_MS, tries: READ_TRIES };
  return command(WRITE_UUID, [0xff, 0xaa, REG.read, register, 0], purpose, {
    expect: value === undefined ? expect : { ...expect, value },
  });
}

const unlock = (): Command => writeRegister(REG.unlock, UNLOCK_KEY, 'unlock the registers for 10 s');

/** Only reads: what the device is, before anything is changed. */
function identify(): readonly Command[] {
  return [
    readRegister(REG.versionLow, CONFIG_KEY.version, 'read the firmware version'),
    readRegister(REG.battery, CONFIG_KEY.battery, 'read the battery voltage'),
  ];
}

/**
 * The mode is not on the wire and may be left over from another program: always written and read back. A clock in
 * the records makes every lost sample visible; firmware without it answers something else and stays in mode 0.
 */
function configure(options: DriverOptions): readonly Command[] {
  const mode = options.extra.mode === '0' ? 0 : MODE_TIMESTAMP_BIT;
  return [
    unlock(),
    writeRegister(REG.bandwidth, BANDWIDTH_20_HZ, 'set the low-pass to 20 Hz'),
    writeRegister(REG.algorithm, ALGORITHM_SIX_AXIS, 'use six axes, without the magnetometer'),
    writeRegister(REG.recordMode, mode, mode ? 'put a clock into the records' : 'ask for plain records'),
    readRegister(REG.bandwidth, CONFIG_KEY.bandwidth, 'read the low-pass back', BANDWIDTH_20_HZ),
    readRegister(REG.algorithm, CONFIG_KEY.algorithm, 'read the algorithm back', ALGORITHM_SIX_AXIS),
    readRegister(REG.recordMode, CONFIG_KEY.recordMode, 'read the record mode back'),
  ];
}

/**
 * Slow down first (a device left at 200 Hz answers nothing), rate last. Nothing is saved: the user's
 * device is as before after a power cycle.
 */
export function startCommands(options: DriverOptions): readonly Command[] {
  const commands = bleCommands(options);
  return isSerial(options) ? overSerial(commands) : commands;
}

const isSerial = ({ extra }: DriverOptions): boolean => extra.framing === 'serial';

/** The serial form has no read-back that is answered here, and no record modes. */
const overSerial = (commands: readonly Command[]): readonly Command[] =>
  commands
    .filter(({ expect, bytes }) => expect === null && bytes[2] !== REG.recordMode)
    .map((each) => ({ ...each, characteristic: SERIAL_WRITE_UUID }));

function bleCommands(options: DriverOptions): readonly Command[] {
  const code = rateCode(options.rateHz);
  return [
    unlock(),
    writeRegister(REG.rate, RATE_CODE_10_HZ, 'slow down to 10 Hz while configuring'),
    ...identify(),
    ...configure(options),
    writeRegister(REG.rate, code, `set the rate to ${options.rateHz} Hz`),
    ...(options.rateHz < SILENT_FROM_HZ
      ? [readRegister(REG.rate, CONFIG_KEY.rateHz, 'read the rate back', options.rateHz)]
      : []),
  ];
}

export function stopCommands(options: DriverOptions): readonly Command[] {
  const commands = [writeRegister(REG.rate, RATE_CODE_10_HZ, 'back to the default 10 Hz')];
  return isSerial(options) ? overSerial(commands) : commands;
}

export function batteryCommands(options: DriverOptions): readonly Command[] | null {
  // The serial form sends the voltage with every angular rate.
  if (options.rateHz >= SILENT_FROM_HZ || isSerial(options)) return null;
  return [readRegister(REG.battery, CONFIG_KEY.battery, 'read the battery voltage')];
}
