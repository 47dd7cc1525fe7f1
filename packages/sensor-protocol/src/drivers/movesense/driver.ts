import type { Driver } from '../../driver.ts';
import { BATTERY_SERVICE } from '../../standard-services.ts';
import { startCommands, stopCommands, WRITE_UUID } from './commands.ts';
import { MovesenseDecoder, NOTIFY_UUID } from './decoder.ts';
import { createMovesenseInspector } from './inspect.ts';
import { CLOCK_WRAP_US, PATHS, RATES_HZ } from './protocol.ts';
import { VirtualMovesense } from './virtual.ts';

export const movesense: Driver = {
  id: 'movesense',
  title: 'Movesense (GATT SensorData firmware)',
  tier: 'supported',
  capabilities: {
    ratesHz: RATES_HZ,
    defaultRateHz: 52,
    gyroscope: true,
    deviceClock: true,
    exactLoss: true,
    battery: true,
  },
  gatt: [
    { service: '3480225271854d5db431630e7050e8f0', notify: [NOTIFY_UUID], write: WRITE_UUID },
    BATTERY_SERVICE,
  ],
  clock: { tickUs: 1000, wrapUs: CLOCK_WRAP_US, origin: 'boot' },
  counter: null,
  options: [
    {
      key: 'path',
      values: PATHS.map((path) => path.name),
      fallback: 'imu6',
      meaning: 'what to measure; decode: guessed from the length',
    },
  ],
  match: ({ localName }) => /^Movesense /.test(localName ?? ''),
  createDecoder: (options) => new MovesenseDecoder(options),
  createInspector: createMovesenseInspector,
  createVirtual: (options) => new VirtualMovesense(options),
  clockProbe: null,
  startCommands,
  stopCommands,
  batteryCommands: () => null,
};
