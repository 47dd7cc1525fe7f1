import type { Driver } from '../../driver.ts';
import { clockProbe, RX_UUID, startCommands, stopCommands } from './commands.ts';
import { Capture2GoDecoder } from './decoder.ts';
import { createCapture2GoInspector } from './inspect.ts';
import { VirtualCapture2Go } from './virtual.ts';

const SERVICE_UUID = '80030001e6294c989324aa7fc0c66de7';

export const capture2go: Driver = {
  id: 'capture2go',
  title: 'SensorStim Capture2Go',
  tier: 'supported',
  capabilities: {
    ratesHz: [10, 25, 50, 100, 200],
    defaultRateHz: 50,
    gyroscope: true,
    deviceClock: true,
    exactLoss: true,
    battery: true,
  },
  gatt: [{ service: SERVICE_UUID, notify: ['80030003e6294c989324aa7fc0c66de7'], write: RX_UUID }],
  clock: { tickUs: 0.001, wrapUs: null, origin: 'utc' },
  counter: null,
  options: [
    {
      key: 'packing',
      values: ['single', 'packed'],
      fallback: 'single up to 50 Hz',
      meaning: 'one or eight samples per package',
    },
  ],
  match: ({ serviceUuids }) => serviceUuids.includes(SERVICE_UUID),
  createDecoder: () => new Capture2GoDecoder(),
  createInspector: createCapture2GoInspector,
  createVirtual: (options) => new VirtualCapture2Go(options),
  clockProbe: { request: clockProbe },
  startCommands,
  stopCommands,
  batteryCommands: () => null,
};
