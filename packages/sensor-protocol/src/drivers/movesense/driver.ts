import type { Driver } from '../../driver.ts';
import { BATTERY_SERVICE } from '../../standard-services.ts';
import { startCommands, stopCommands, WRITE_UUID } from './commands.ts';
import { MovesenseDecoder, NOTIFY_UUID } from './decoder.ts';
import { createMovesenseInspector } from './inspect.ts';
import { ANSWER, CLOCK_WRAP_US, guessPath, HEAD_BYTES, joinCut, PATHS, RATES_HZ } from './protocol.ts';
import { VirtualMovesense } from './virtual.ts';

/** The first packet with its continuation, if it has one. */
function firstPacketBytes(notifications: readonly Uint8Array[]): number {
  const at = notifications.findIndex((b) => b[0] === ANSWER.data);
  const parts = notifications.slice(Math.max(0, at), at + 1);
  const next = notifications[at + 1];
  if (at >= 0 && next?.[0] === ANSWER.continuation) parts.push(next);
  return parts.reduce((bytes, part) => bytes + part.length - HEAD_BYTES, 0);
}

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
  guessOptions: (notifications): Readonly<Record<string, string>> => {
    const path = guessPath(firstPacketBytes(notifications));
    return path === null ? {} : { path: path.name };
  },
  joinCut,
  createVirtual: (options) => new VirtualMovesense(options),
  clockProbe: null,
  startCommands,
  stopCommands,
  batteryCommands: () => null,
};
