import type { Decoder, Driver, DriverOptions } from '../../driver.ts';
import type { RawBatchBuilder } from '../../raw-batch.ts';
import { BleDecoder, CLOCK_WRAP_US, WITMOTION_CHANNELS } from './ble-decoder.ts';
import { batteryCommands, startCommands, stopCommands } from './commands.ts';
import { BLE_PLAN, SERIAL_NOTIFY_UUID, SERIAL_PLAN } from './gatt.ts';
import { createWitMotionInspector } from './inspect.ts';
import { joinCut } from './record-parser.ts';
import { MODE_TIMESTAMP_BIT } from './registers.ts';
import { isSerialStart, SerialDecoder } from './serial.ts';
import { createVirtualWitMotion, virtualOptionsOf } from './virtual.ts';

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
    const serial = this.#alwaysSerial || characteristic === SERIAL_NOTIFY_UUID;
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
  gatt: [BLE_PLAN, SERIAL_PLAN],
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
      meaning: '20-byte frames, or the 11-byte frames of a serial line over BLE',
    },
  ],
  match: ({ localName, serviceUuids }) => serviceUuids.includes('ffe5') || /^[BH]?WT/.test(localName ?? ''),
  createDecoder,
  createInspector: createWitMotionInspector,
  guessOptions: (notifications): Readonly<Record<string, string>> =>
    notifications.some(isSerialStart) ? { framing: 'serial' } : {},
  joinCut,
  createVirtual: (options) => createVirtualWitMotion(virtualOptionsOf(options)),
  clockProbe: null,
  startCommands,
  stopCommands,
  batteryCommands,
};
