import type { Driver } from '../../driver.ts';
import { RATES_HZ, startCommands, stopCommands } from './commands.ts';
import { DotDecoder, isShownOnly, modeOf } from './decoder.ts';
import { createDotInspector, DECODABLE_MODES, guessMode } from './inspect.ts';
import { bareUuidOf, CLOCK_WRAP_US } from './modes.ts';
import { VirtualDot } from './virtual.ts';

const COMPANY_ID = 0x0886;

export const movellaDot: Driver = {
  id: 'movella-dot',
  title: 'Movella DOT, Xsens DOT',
  tier: 'supported',
  capabilities: {
    ratesHz: RATES_HZ.filter((rate) => rate >= 10),
    defaultRateHz: 60,
    gyroscope: true,
    deviceClock: true,
    exactLoss: true,
    battery: true,
  },
  gatt: [
    { service: bareUuidOf('1000'), notify: [bareUuidOf('1004')], write: bareUuidOf('1002') },
    {
      service: bareUuidOf('2000'),
      notify: [bareUuidOf('2002'), bareUuidOf('2003'), bareUuidOf('2004')],
      write: bareUuidOf('2001'),
    },
    { service: bareUuidOf('3000'), notify: [bareUuidOf('3001')], write: null },
  ],
  clock: { tickUs: 1, wrapUs: CLOCK_WRAP_US, origin: 'boot' },
  counter: null,
  options: [
    {
      key: 'mode',
      values: DECODABLE_MODES,
      fallback: '21',
      meaning: 'payload mode; streams: 21, 20, 26, 3 (24 has no acceleration); decode: any, else guessed',
    },
  ],
  match: ({ localName, manufacturerData }) =>
    /^(Movella|Xsens) DOT/.test(localName ?? '') ||
    (manufacturerData !== null && (manufacturerData[0]! | (manufacturerData[1]! << 8)) === COMPANY_ID),
  createDecoder: (options) => {
    const shows = options.extra.assume === 'yes';
    return new DotDecoder(modeOf(options), shows, shows && isShownOnly(options));
  },
  createInspector: createDotInspector,
  guessOptions: (notifications): Readonly<Record<string, string>> => {
    const mode = notifications.map(guessMode).find((guess) => guess !== null);
    return mode === undefined ? {} : { mode: String(mode) };
  },
  createVirtual: (options) => new VirtualDot(options),
  clockProbe: null,
  startCommands,
  stopCommands,
  batteryCommands: () => null,
};
