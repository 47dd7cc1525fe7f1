import type { Driver } from '../../driver.ts';
import { BATTERY_SERVICE } from '../../standard-services.ts';
import { type PolarModel, startCommands, stopCommands } from './commands.ts';
import { CONTROL_UUID, DATA_UUID, PolarDecoder } from './decoder.ts';
import { createPolarInspector } from './inspect.ts';
import { VirtualPolar } from './virtual.ts';

const SERVICE_UUID = 'fb005c8002e7f3871cad8acd2d8df0c8';

interface Family {
  readonly id: string;
  readonly title: string;
  readonly name: RegExp;
  readonly model: PolarModel;
  readonly defaultRateHz: number;
}

/** Acceleration only: H10 has no gyroscope, and Verity Sense stamps its two sensors apart. */
function polarDriver({ id, title, name, model, defaultRateHz }: Family): Driver {
  const compressed = model.namesChannels;
  return {
    id,
    title,
    tier: 'supported',
    capabilities: {
      ratesHz: model.ratesHz,
      defaultRateHz,
      gyroscope: false,
      deviceClock: true,
      exactLoss: true,
      battery: true,
    },
    gatt: [
      { service: SERVICE_UUID, notify: [CONTROL_UUID, DATA_UUID], write: CONTROL_UUID },
      BATTERY_SERVICE,
    ],
    clock: { tickUs: 0.001, wrapUs: null, origin: 'boot' },
    counter: null,
    options: [
      { key: 'factor', values: null, fallback: '1', meaning: 'decode: scale of compressed frames' },
      {
        key: 'previous_ns',
        values: null,
        fallback: 'nominal rate',
        meaning: 'decode: time of the frame before',
      },
    ],
    match: ({ localName }) => name.test(localName ?? ''),
    createDecoder: (options) => new PolarDecoder(options, compressed ? 'f32' : 'int'),
    createInspector: createPolarInspector,
    createVirtual: (options) => new VirtualPolar(compressed, options),
    clockProbe: null,
    startCommands: (options) => startCommands(model, options),
    stopCommands,
    batteryCommands: () => null,
  };
}

export const polarH10 = polarDriver({
  id: 'polar-h10',
  title: 'Polar H10',
  name: /^Polar H10/,
  model: { ratesHz: [25, 50, 100, 200], namesChannels: false },
  defaultRateHz: 50,
});

export const polarVerity = polarDriver({
  id: 'polar-verity',
  title: 'Polar Verity Sense, OH1',
  name: /^Polar (Sense|OH1)/,
  model: { ratesHz: [52], namesChannels: true },
  defaultRateHz: 52,
});
