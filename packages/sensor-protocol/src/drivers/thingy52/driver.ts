import type { Driver, DriverOptions, Inspector } from '../../driver.ts';
import { FixedDecoder } from '../../fixed-decoder.ts';
import { BATTERY_SERVICE } from '../../standard-services.ts';
import { startCommands, stopCommands } from './commands.ts';
import { bareUuidOf, RAW_FORMAT, READERS, type Reader } from './format.ts';
import { VirtualThingy } from './virtual.ts';

/** The characteristic is not among the bytes: given as `characteristic`, else assumed from them. */
function createInspector({ extra: { characteristic } }: DriverOptions): Inspector {
  return {
    push(b) {
      const fits = ([short, { bytes, could }]: [string, Reader]): boolean =>
        bytes === b.length &&
        (characteristic === undefined ? (could?.(b) ?? true) : characteristic === short);
      const [name, reader] = [...READERS].find(fits) ?? [];
      if (!reader) return [{ kind: 'dropped', bytes: b.length }];
      return [{ kind: 'motion', characteristic: name!, ...reader.read(b) }];
    },
  };
}

export const thingy52: Driver = {
  id: 'thingy52',
  title: 'Nordic Thingy:52',
  tier: 'supported',
  capabilities: {
    ratesHz: [10, 20, 50, 100, 200],
    defaultRateHz: 50,
    gyroscope: true,
    deviceClock: false,
    exactLoss: false,
    battery: true,
  },
  gatt: [
    { service: bareUuidOf('0400'), notify: [bareUuidOf('0406')], write: bareUuidOf('0401') },
    BATTERY_SERVICE,
  ],
  clock: null,
  counter: null,
  options: [
    {
      key: 'characteristic',
      values: [...READERS.keys()],
      fallback: 'by length',
      meaning: 'decode: which motion characteristic the bytes came from',
    },
  ],
  match: ({ localName, serviceUuids }) => serviceUuids.includes(bareUuidOf('0100')) || localName === 'Thingy',
  createDecoder: () => new FixedDecoder(RAW_FORMAT),
  createInspector,
  createVirtual: (options) => new VirtualThingy(options),
  clockProbe: null,
  startCommands,
  stopCommands,
  batteryCommands: () => null,
};
