import { concatBytes, int64At, putUint16, putUint64, quantise } from '../../bytes.ts';
import { restQuaternion } from '../../rotation.ts';
import { accLsbMps2, gyrLsbRadps } from '../../scales.ts';
import { normaliseUuid } from '../../uuid.ts';
import type { SensorSample, VirtualNotification, VirtualOptions, VirtualPeripheral } from '../../virtual.ts';
import { MODE, MODE_BYTES } from './commands.ts';
import { encodeQuat, FIXED_6D, HEADER, PACKED_6D, rateOf } from './layouts.ts';
import { encodePackage, headerAt, PAYLOAD_AT, packageLength } from './package.ts';

const SERVICE = '80030001-e629-4c98-9324-aa7fc0c66de7';
const RX = '80030002-e629-4c98-9324-aa7fc0c66de7';
const TX = '80030003-e629-4c98-9324-aa7fc0c66de7';
const STREAMING = 2;
const CONNECTED_BLE = 2;
const STATUS_EVERY_US = 1_000_000;
const SEND_EVERY_US = 40_000;
const PACKED_SAMPLES = 8;
const SEND_BUFFER_BYTES = 16_384;
const LONGEST_NOTIFICATION_BYTES = 244;
const ACC_LSB = accLsbMps2(16);
const GYR_LSB = gyrLsbRadps(2000);

interface Held {
  readonly tNs: bigint;
  readonly sample: SensorSample;
}

/** A Capture2Go with its send buffer: packages are cut wherever a notification ends. */
export class VirtualCapture2Go implements VirtualPeripheral {
  readonly localName: string;
  readonly manufacturerData = null;
  readonly advertisedServices = [SERVICE];
  readonly services = [
    {
      uuid: SERVICE,
      characteristics: [
        { uuid: RX, properties: ['write', 'writeWithoutResponse'] as const },
        { uuid: TX, properties: ['notify'] as const },
      ],
    },
  ];
  #mode: Uint8Array = new Uint8Array(MODE_BYTES);
  #subscribed = false;
  #streaming = false;
  #buffer: Uint8Array = new Uint8Array(0);
  #held: Held[] = [];
  #clockOffsetNs = 0n;
  #battery = 87;
  #lastStatusUs = Number.NEGATIVE_INFINITY;
  #lastSendUs = Number.NEGATIVE_INFINITY;
  #gap = false;

  constructor(options: VirtualOptions = {}) {
    this.localName = options.localName ?? 'IMU_0001';
  }

  rateHz(): number {
    if (!this.#subscribed || !this.#streaming) return 0;
    return rateOf(this.#mode[MODE.fullFixed]! || this.#mode[MODE.fullPacked]!);
  }

  read(): Uint8Array {
    return new Uint8Array(0);
  }

  subscribe(characteristic: string, on: boolean): readonly VirtualNotification[] {
    if (normaliseUuid(characteristic) === normaliseUuid(TX)) this.#subscribed = on;
    return [];
  }

  write(characteristic: string, bytes: Uint8Array, nowUs: number): readonly VirtualNotification[] {
    const valid = packageLength(bytes, 0, bytes.length) === bytes.length;
    if (normaliseUuid(characteristic) !== normaliseUuid(RX) || !valid) return [];
    this.#obey(headerAt(bytes, 0), bytes.subarray(PAYLOAD_AT), nowUs);
    return this.#flush(LONGEST_NOTIFICATION_BYTES, true);
  }

  sample(sample: SensorSample, nowUs: number, maxBytes: number): readonly VirtualNotification[] {
    if (this.rateHz() === 0) return [];
    this.#held.push({ tNs: this.#nowNs(nowUs), sample });
    const fixed = this.#mode[MODE.fullFixed]!;
    if (fixed) this.#queue(encodeSamples(this.#held.splice(0), (FIXED_6D << 4) | fixed, this.#takeGap()));
    else if (this.#held.length === PACKED_SAMPLES) {
      const header = (PACKED_6D << 4) | this.#mode[MODE.fullPacked]!;
      this.#queue(encodeSamples(this.#held.splice(0), header, this.#takeGap()));
    }
    if (nowUs - this.#lastStatusUs >= STATUS_EVERY_US) this.#queueStatus(nowUs);
    const due = nowUs - this.#lastSendUs >= SEND_EVERY_US;
    if (due) this.#lastSendUs = nowUs;
    return this.#flush(maxBytes, due);
  }

  drain(): readonly VirtualNotification[] {
    return this.#flush(LONGEST_NOTIFICATION_BYTES, true);
  }

  setBattery(percent: number): void {
    this.#battery = Math.round(percent);
  }

  powerCycle(): void {
    this.#mode = new Uint8Array(MODE_BYTES);
    this.#subscribed = false;
    this.#clockOffsetNs = 0n;
    this.#clear();
  }

  #clear(): void {
    this.#streaming = false;
    this.#buffer = new Uint8Array(0);
    this.#held = [];
  }

  #nowNs(nowUs: number): bigint {
    return BigInt(Math.round(nowUs)) * 1000n + this.#clockOffsetNs;
  }

  #takeGap(): boolean {
    const gap = this.#gap;
    this.#gap = false;
    return gap;
  }

  #obey(header: number, payload: Uint8Array, nowUs: number): void {
    if (header === HEADER.stopAndClear) {
      this.#clear();
      this.#queue(encodePackage(HEADER.cleared));
    } else if (header === HEADER.start || header === HEADER.stop) {
      this.#streaming = header === HEADER.start;
      this.#queue(encodePackage(this.#streaming ? HEADER.started : HEADER.stopped));
    } else if (header === HEADER.setMode && payload.length === MODE_BYTES) {
      this.#mode = payload.slice();
      this.#queue(encodePackage(HEADER.mode, payload));
    } else if (header === HEADER.setTime && payload.length === 8) {
      this.#clockOffsetNs = int64At(payload, 0) - BigInt(Math.round(nowUs)) * 1000n;
      this.#gap = this.#streaming;
      this.#queue(encodePackage(HEADER.time, payload));
    } else if (header === HEADER.roundTrip && payload.length === 32) this.#answerProbe(payload, nowUs);
    else if (header === HEADER.getStatus) this.#queueStatus(nowUs);
    else if (header === HEADER.getDeviceInfo) this.#queue(deviceInfo());
  }

  #answerProbe(payload: Uint8Array, nowUs: number): void {
    const answer = payload.slice();
    putUint64(answer, 8, this.#nowNs(nowUs));
    putUint64(answer, 16, this.#nowNs(nowUs));
    this.#queue(encodePackage(HEADER.roundTrip, answer));
  }

  #queueStatus(nowUs: number): void {
    const status = new Uint8Array(19);
    putUint64(status, 0, this.#nowNs(nowUs));
    status.set([this.#streaming ? STREAMING : 1, CONNECTED_BLE], 8);
    status.set([1, this.#battery, 99], 16);
    this.#lastStatusUs = nowUs;
    this.#queue(encodePackage(HEADER.status, status));
  }

  /** A full buffer loses the package and says so in the next one. */
  #queue(bytes: Uint8Array): void {
    if (this.#buffer.length + bytes.length > SEND_BUFFER_BYTES) this.#gap = true;
    else this.#buffer = concatBytes(this.#buffer, bytes);
  }

  #flush(maxBytes: number, everything: boolean): readonly VirtualNotification[] {
    if (!this.#subscribed) return [];
    const notifications: VirtualNotification[] = [];
    const room = maxBytes - 1;
    while (this.#buffer.length >= room || (everything && this.#buffer.length > 0)) {
      const bytes = concatBytes(Uint8Array.of(0xff), this.#buffer.subarray(0, room));
      notifications.push({ characteristic: TX, bytes });
      this.#buffer = this.#buffer.slice(room);
    }
    return notifications;
  }
}

/** One or eight samples, acceleration and angular rate as vectors one after the other. */
export function encodeSamples(held: readonly Held[], header: number, gap: boolean): Uint8Array {
  const n = held.length;
  const payload = new Uint8Array(8 + 12 * n + 11);
  putUint64(payload, 0, held[0]!.tNs);
  held.forEach(({ sample }, i) => {
    for (let axis = 0; axis < 3; axis++) {
      putUint16(payload, 8 + 6 * i + 2 * axis, quantise(sample.gyrRadps[axis]!, GYR_LSB));
      putUint16(payload, 8 + 6 * (n + i) + 2 * axis, quantise(sample.accMps2[axis]!, ACC_LSB));
    }
  });
  putUint64(payload, 8 + 12 * n, encodeQuat(restQuaternion(held[0]!.sample.accMps2)));
  payload[payload.length - 1] = gap ? 1 : 0;
  return encodePackage(header, payload);
}

function deviceInfo(): Uint8Array {
  const info = new Uint8Array(47);
  putUint16(info, 0, 1);
  return encodePackage(HEADER.deviceInfo, info);
}
