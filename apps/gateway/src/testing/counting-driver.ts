import type { Driver } from '@plumbline/sensor-protocol';

const SERVICE = '1a2b';
const NOTIFY = '1a2c';
const BYTES_PER_SAMPLE = 10;

/** A sensor whose samples are nothing but their number: what comes out shows what was lost, doubled or swapped. */
export const countingDriver: Driver = {
  id: 'counting',
  title: 'counting sensor',
  tier: 'experimental',
  capabilities: {
    ratesHz: [50],
    defaultRateHz: 50,
    gyroscope: false,
    deviceClock: false,
    exactLoss: true,
    battery: false,
  },
  gatt: [{ service: SERVICE, notify: [NOTIFY], write: null }],
  clock: null,
  counter: { modulo: 2 ** 32, samplesPerStep: 1 },
  options: [],
  match: ({ localName }) => localName?.startsWith('counting') ?? false,
  createDecoder: () => ({
    channels: (['x', 'y', 'z'] as const).map((axis) => ({
      quantity: 'acc',
      axis,
      lsb: 0.005,
      encoding: 'int',
    })),
    push(_characteristic, bytes, out) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let at = 0; at < bytes.length; at += BYTES_PER_SAMPLE) {
        const row = out.begin(Number.NaN, view.getUint32(at, true));
        for (let c = 0; c < 3; c++) out.columns[c]![row] = view.getInt16(at + 4 + 2 * c, true);
      }
      return [];
    },
    reset: () => {},
  }),
  createInspector: () => ({ push: () => [] }),
  createVirtual: () => {
    throw new Error('the counting sensor is simulated as a transport');
  },
  clockProbe: null,
  startCommands: () => [],
  stopCommands: () => [],
  batteryCommands: () => null,
};
