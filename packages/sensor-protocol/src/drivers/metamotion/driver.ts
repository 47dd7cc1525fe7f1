import type { Driver } from '../../driver.ts';
import { BATTERY_SERVICE } from '../../standard-services.ts';
import { batteryCommands, COMMAND_UUID, startCommands, stopCommands } from './commands.ts';
import { MetaMotionDecoder, NOTIFY_UUID } from './decoder.ts';
import { createMetaMotionInspector } from './inspect.ts';
import { CLOCK_WRAP_US, TICK_US } from './protocol.ts';
import { VirtualMetaMotion } from './virtual.ts';

const SERVICE_UUID = '326a900085cb9195d9dd464cfbbae75a';

export const metamotion: Driver = {
  id: 'metamotion',
  title: 'MbientLab MetaMotionR, RL, S',
  tier: 'supported',
  capabilities: {
    ratesHz: [25, 50, 100],
    defaultRateHz: 50,
    gyroscope: true,
    deviceClock: true,
    exactLoss: true,
    battery: true,
  },
  gatt: [{ service: SERVICE_UUID, notify: [NOTIFY_UUID], write: COMMAND_UUID }, BATTERY_SERVICE],
  clock: { tickUs: TICK_US, wrapUs: CLOCK_WRAP_US, origin: 'boot' },
  counter: { modulo: 2 ** 32, samplesPerStep: 1 },
  options: [
    {
      key: 'accounter',
      values: ['time', 'count'],
      fallback: 'time',
      meaning: 'stamp samples with time or a counter',
    },
    {
      key: 'range',
      values: ['2', '4', '8', '16'],
      fallback: '2 raw, 8 own',
      meaning: 'decode: acceleration range in g',
    },
    {
      key: 'gyro_range',
      values: ['2000', '1000', '500', '250', '125'],
      fallback: '2000',
      meaning: 'decode: gyroscope range in degrees per second',
    },
  ],
  match: ({ localName, serviceUuids }) => serviceUuids.includes(SERVICE_UUID) || localName === 'MetaWear',
  createDecoder: (options) => new MetaMotionDecoder(options),
  createInspector: createMetaMotionInspector,
  createVirtual: (options) => new VirtualMetaMotion(options),
  clockProbe: null,
  startCommands,
  stopCommands,
  batteryCommands,
};
