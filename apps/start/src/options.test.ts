import { afterEach, describe, expect, test, vi } from 'vitest';
import { parseOptions } from './options.ts';

afterEach(() => vi.restoreAllMocks());

/** Ends the process, as a mistake at the command line does. */
function refused(...argv: readonly string[]): string {
  let said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += text;
    return true;
  });
  vi.spyOn(process, 'exit').mockImplementation(() => {
    throw new Error('ended');
  });
  expect(() => parseOptions(argv, {})).toThrow('ended');
  return said;
}

describe('a radio', () => {
  test.each(['dbus', 'hci', 'uart:/dev/ttyACM0', 'net:/run/radio', 'mac', 'win'])('may be %s', (ble) => {
    expect(parseOptions(['--ble', ble], {})).toMatchObject({ ble });
  });

  test.each(['bogus', 'uart:', 'net:', 'DBUS', ''])("'%s' is refused before anything is started", (ble) => {
    expect(refused('--ble', ble)).toMatch(/'--ble <radio>' .* Give one of dbus, hci, uart:\/dev\/ttyACM0/);
  });
});

describe('a port', () => {
  test.each(['4799', '0'])('may be %s', (given) => {
    expect(parseOptions(['--port', given], {}).port).toBe(Number(given));
  });

  test.each(['4799.5', '-1', '65536', 'x', ''])("'%s' is refused before anything is started", (given) => {
    expect(refused('--port', given)).toMatch(/'--port <port>' .* Give a (whole )?number from 0 to 65535/);
  });
});
