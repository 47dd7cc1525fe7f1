import type { Decoder, Driver, DriverOptions, GattPlan } from '../../driver.ts';
import type { RawBatchBuilder } from '../../raw-batch.ts';
import { BleDecoder, CLOCK_WRAP_US, WITMOTION_CHANNELS } from './ble-decoder.ts';
import { batteryCommands, startCommands, stopCommands, WRITE_UUID } from './commands.ts';
import { createWitMotionInspector } from './inspect.ts';
import { MODE_TIMESTAMP_BIT } from './registers.ts';
import { isSerialFrame, SerialDecoder } from './serial.ts';
import { createVirtualWitMotion, virtualOptionsOf } from './virtual.ts';

/** An older batch notifies on ffe1. */
const BLE5: GattPlan = { service: 'ffe5', notify: ['ffe4', 'ffe1'], write: WRITE_UUID };
/** Dual-mode units: a transparent serial line over BLE, 11-byte frames. */
const SERIAL_SERVICE: GattPlan = {
  service: '49535343fe7d4ae58fa99fafd205e455',
  notify: ['495353431e4d4bd9ba6123c647249616'],
  write: '49535343884143f4a8d4ecbe34729bb3',
};

/** Each notify characteristic speaks one framing. */
class WitMotionDecoder implements Decoder {
  readonly channels = WITMOTION_CHANNELS;
  readonly #ble: BleDecoder;
  readonly #serial = new SerialDecoder();
  readonly #alwaysSerial: boolean;

  constructor(ble: BleDecoder, alwaysSerial: boolean) {
    this.#ble = ble;
    this.#alwaysSerial = alwaysSerial;
  }

  push(characteristic: string, bytes: Uint8Array, out: RawBatchBuilder) {
    const serial = this.#alwaysSerial || characteristic === SERIAL_SERVICE.notify[0];
    return (serial ? this.#serial : this.#ble).push(characteristic, bytes, out);
  }

  reset(): void {
    this.#ble.reset();
    this.#serial.reset();
  }
}

function createDecoder(options: DriverOptions): Decoder {
  const length = Number(options.extra.length);
  const trustFirst = options.extra.assume === 'yes';
  const timestamps = trustFirst && options.extra.mode === '2';
  const recordMode = timestamps ? MODE_TIMESTAMP_BIT : 0;
  return new WitMotionDecoder(
    new BleDecoder({ recordLength: length > 0 ? length : null, trustFirst, recordMode }),
    options.extra.framing === 'serial',
  );
}

export const witmotion: Driver = {
  id: 'witmotion',
  title: 'WitMotion WT901BLE, WT9011DCL, WT901SDCL',
  tier: 'supported',
  capabilities: {
    ratesHz: [10, 20, 50, 100, 200],
    defaultRateHz: 50,
    gyroscope: true,
    deviceClock: false,
    exactLoss: false,
    battery: true,
  },
  gatt: [BLE5, SERIAL_SERVICE],
  clock: { tickUs: 1000, wrapUs: CLOCK_WRAP_US, origin: 'boot' },
  counter: null,
  options: [
    {
      key: 'mode',
      values: ['0', '1', '2', '3'],
      fallback: '2 if the firmware has it',
      meaning:
        '2 puts a millisecond clock into the records; decode shows both readings unless told (1, 3: displacement)',
    },
    { key: 'length', values: ['20', '28', '32', '40'], fallback: 'learnt', meaning: 'bytes per record' },
    { key: 'assume', values: ['no', 'yes'], fallback: 'no', meaning: 'trust `mode` without the read-back' },
    {
      key: 'framing',
      values: ['ble', 'serial'],
      fallback: 'by header',
      meaning: 'decode: 20- or 11-byte frames',
    },
  ],
  match: ({ localName, serviceUuids }) =>
    serviceUuids.includes('ffe5') || (localName?.includes('WT') ?? false),
  createDecoder,
  createInspector: createWitMotionInspector,
  guessOptions: (notification): Readonly<Record<string, string>> =>
    isSerialFrame(notification, 0) ? { framing: 'serial' } : {},
  createVirtual: (options) => createVirtualWitMotion(virtualOptionsOf(options)),
  clockProbe: null,
  startCommands,
  stopCommands,
  batteryCommands,
};
