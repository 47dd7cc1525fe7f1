import { int16At, int64At, uint16At } from '../../bytes.ts';
import type { ChannelSpec, DecodeEvent, Decoder } from '../../driver.ts';
import { EventQueue, NO_EVENTS } from '../../event-queue.ts';
import type { RawBatchBuilder } from '../../raw-batch.ts';
import { accLsbMps2, gyrLsbRadps, vectorChannels } from '../../scales.ts';
import { ERROR_TIME_GAP, HEADER, int64NumberAt, layoutOf, rateOf, type SampleLayout } from './layouts.ts';
import { headerAt, NotificationUnpacker, OVERHEAD_BYTES, PAYLOAD_AT } from './package.ts';

const CHARGING_OFFSET = 128;

export const CHANNELS: readonly ChannelSpec[] = [
  ...vectorChannels('acc', accLsbMps2(16)),
  ...vectorChannels('gyr', gyrLsbRadps(2000)),
];

/** Keys of the `config` events: acknowledgements by name. */
const ACKNOWLEDGEMENTS: ReadonlyMap<number, string> = new Map([
  [HEADER.started, 'started'],
  [HEADER.stopped, 'stopped'],
  [HEADER.cleared, 'cleared'],
]);

export class Capture2GoDecoder implements Decoder {
  readonly channels = CHANNELS;
  readonly #unpacker = new NotificationUnpacker((b, at, length) => this.#onPackage(b, at, length));
  #out: RawBatchBuilder | null = null;
  readonly #events = new EventQueue();

  push(_characteristic: string, bytes: Uint8Array, out: RawBatchBuilder): readonly DecodeEvent[] {
    this.#out = out;
    const dropped = this.#unpacker.push(bytes);
    this.#out = null;
    return this.#events.drain(dropped);
  }

  reset(): void {
    this.#unpacker.reset();
  }

  #onPackage(b: Uint8Array, at: number, length: number): void {
    const header = headerAt(b, at);
    const payload = at + PAYLOAD_AT;
    const size = length - OVERHEAD_BYTES;
    const layout = layoutOf(header, size);
    const rateHz = rateOf(header);
    // Eight samples of the real-time channel, which has no rate, cannot be placed in time.
    if (layout && layout.samples > 1 && rateHz === 0)
      this.#events.add({ kind: 'resync', droppedBytes: length });
    else if (layout) this.#emit(b, payload, layout, rateHz);
    else this.#events.add(...packageEvents(header, b, payload, size));
  }

  #emit(b: Uint8Array, payload: number, layout: SampleLayout, rateHz: number): void {
    const firstUs = int64NumberAt(b, payload) / 1000;
    if (b[payload + layout.errors]! & ERROR_TIME_GAP) this.#events.add({ kind: 'device-gap' });
    for (let i = 0; i < layout.samples; i++) {
      const row = this.#out!.begin(i === 0 ? firstUs : firstUs + (i * 1e6) / rateHz);
      const columns = this.#out!.columns;
      for (let axis = 0; axis < 3; axis++) {
        columns[axis]![row] = int16At(b, payload + layout.acc + 6 * i + 2 * axis);
        columns[axis + 3]![row] = int16At(b, payload + layout.gyr + 6 * i + 2 * axis);
      }
    }
  }
}

function packageEvents(header: number, b: Uint8Array, at: number, size: number): readonly DecodeEvent[] {
  const acknowledgement = ACKNOWLEDGEMENTS.get(header);
  if (acknowledgement) return [{ kind: 'config', key: acknowledgement, value: 1 }];
  if (header === HEADER.status && size === 19) {
    return [{ kind: 'battery', percent: Math.min(100, b[at + 17]! % CHARGING_OFFSET), volts: null }];
  }
  if (header === HEADER.mode && size === 30) return [{ kind: 'config', key: 'mode', value: modeText(b, at) }];
  if (header === HEADER.deviceInfo && size === 47) {
    return [{ kind: 'config', key: 'protocol', value: uint16At(b, at) }];
  }
  if (header !== HEADER.roundTrip || size !== 32) return NO_EVENTS;
  const [hostTxNs, deviceRxNs, deviceTxNs] = [0, 8, 16].map((field) => int64At(b, at + field));
  return [{ kind: 'clock-probe', hostTxNs: hostTxNs!, deviceRxNs: deviceRxNs!, deviceTxNs: deviceTxNs! }];
}

/** The six rate indices of a measurement mode and its "no magnetometer" flag, to compare a read-back. */
export function modeText(b: Uint8Array, at: number): string {
  return [...b.subarray(at + 8, at + 14), b[at + 29]!].join('.');
}
