import type { ChannelSpec, DecodeEvent, Decoder, DriverOptions } from '../../driver.ts';
import { NO_EVENTS } from '../../event-queue.ts';
import type { RawBatchBuilder } from '../../raw-batch.ts';
import { mps2PerG, vectorChannels } from '../../scales.ts';
import { standardEvents } from '../../standard-services.ts';
import { EPOCH_2000_US, FrameValues, frameHeader, frameNs, TYPE } from './frame.ts';
import { parseSettings } from './settings.ts';

export const CONTROL_UUID = 'fb005c8102e7f3871cad8acd2d8df0c8';
export const DATA_UUID = 'fb005c8202e7f3871cad8acd2d8df0c8';
export const RESPONSE = 0xf0;
/** Settings and responses carry the whole status under these keys; 0 is success, 6 "already so". */
export const startedKey = (type: number): string => `started:${type}`;
export const stoppedKey = (type: number): string => `stopped:${type}`;
export const OP = { settings: 1, start: 2, stop: 3 } as const;
const ALREADY = 6;

/** Samples between what the frame holds and what its time step says. */
const CADENCE_TOLERANCE = 0.9;
const RATE_TOLERANCE = 0.1;
const RATE_GAIN = 0.1;
/** A longer silence starts over: the first frame after it only sets the time. */
const MAX_GAP_S = 60;
const START_OVER_AFTER = 3;

/**
 * Acceleration frames. A frame says only when its last sample was taken, so its samples are spread back to
 * the frame before; the first frame of a stream only sets that time. Sample count and time step must agree.
 */
export class PolarDecoder implements Decoder {
  readonly channels: readonly ChannelSpec[];
  readonly #frame = new FrameValues();
  readonly #nominalHz: number;
  readonly #keepFirst: boolean;
  #rateHz: number;
  #lastNs = Number.NaN;
  #lastN = 0;
  #refused = 0;
  /** Milli-g per count for compressed frames, from the device's answer to "start". */
  #factor = 1;

  constructor(options: DriverOptions, encoding: ChannelSpec['encoding']) {
    this.channels = vectorChannels('acc', mps2PerG(0.001), encoding);
    this.#nominalHz = options.rateHz;
    this.#rateHz = options.rateHz;
    this.#keepFirst = options.extra.assume === 'yes';
    this.#factor = Number(options.extra.factor ?? 1);
  }

  push(characteristic: string, b: Uint8Array, out: RawBatchBuilder): readonly DecodeEvent[] {
    if (characteristic === CONTROL_UUID) return this.#control(b);
    if (characteristic !== DATA_UUID && characteristic !== '')
      return standardEvents(characteristic, b) ?? NO_EVENTS;
    const header = frameHeader(b);
    if (header && header.type !== TYPE.acc) return NO_EVENTS;
    if (!this.#frame.read(b) || !this.#plausible(frameNs(b))) {
      return [{ kind: 'resync', droppedBytes: b.length }];
    }
    this.#emit(frameNs(b), header!.compressed ? this.#scale(header!.frameType) : 1, out);
    return NO_EVENTS;
  }

  reset(): void {
    this.#lastNs = Number.NaN;
    this.#rateHz = this.#nominalHz;
    this.#refused = 0;
  }

  #scale(frameType: number): number {
    return frameType === 0 ? this.#factor * 1000 : this.#factor;
  }

  /** Sample count against time step; a refusal can also mean that the reference was wrong. */
  #plausible(tNs: number): boolean {
    if (Number.isNaN(this.#lastNs)) return true;
    const n = this.#frame.n;
    const stepS = (tNs - this.#lastNs) / 1e9;
    const excess = stepS * this.#rateHz - n;
    if (Math.abs(excess) <= CADENCE_TOLERANCE) {
      this.#rateHz += RATE_GAIN * (n / stepS - this.#rateHz);
      this.#refused = 0;
      return true;
    }
    if (excess >= n / 2 && stepS < MAX_GAP_S) return this.#acrossLoss(tNs, excess);
    return this.#refuse(n / stepS);
  }

  /** Whole frames are missing. A frame of odd size between them cannot be told from a torn one. */
  #acrossLoss(tNs: number, excess: number): boolean {
    const frames = Math.round(excess / this.#lastN);
    if (Math.abs(excess - frames * this.#lastN) <= CADENCE_TOLERANCE) return true;
    this.#lastNs = tNs;
    return false;
  }

  #refuse(rateHz: number): boolean {
    const possible = Math.abs(rateHz / this.#nominalHz - 1) < RATE_TOLERANCE;
    if (++this.#refused < START_OVER_AFTER) return false;
    this.#refused = 0;
    if (possible) this.#rateHz = rateHz;
    this.#lastNs = Number.NaN;
    return possible;
  }

  #emit(tNs: number, scale: number, out: RawBatchBuilder): void {
    const { n, values } = this.#frame;
    const first = Number.isNaN(this.#lastNs);
    const measuredUs = (tNs - this.#lastNs) / 1000 / n;
    const nominalUs = 1e6 / this.#rateHz;
    const stepUs = first || measuredUs > 1.5 * nominalUs ? nominalUs : measuredUs;
    this.#lastNs = tNs;
    this.#lastN = n;
    if (first && !this.#keepFirst) return;
    for (let i = 0; i < n; i++) {
      const row = out.begin(tNs / 1000 + EPOCH_2000_US - (n - 1 - i) * stepUs);
      for (let c = 0; c < 3; c++) out.columns[c]![row] = values[3 * i + c]! * scale;
    }
  }

  #control(b: Uint8Array): readonly DecodeEvent[] {
    if (b.length < 4 || b[0] !== RESPONSE) return NO_EVENTS;
    const [, op, type, status] = b as unknown as [number, number, number, number];
    if (op !== OP.start && op !== OP.stop) return NO_EVENTS;
    const key = op === OP.start ? startedKey(type) : stoppedKey(type);
    if (op === OP.start && type === TYPE.acc) this.#factor = parseSettings(b, 5)?.factor?.[0] ?? this.#factor;
    const done: DecodeEvent = { kind: 'config', key, value: status };
    if (op === OP.stop || status === 0 || status === ALREADY) return [done];
    return [
      done,
      { kind: 'fault', reason: `the sensor refused to start (status ${status})`, remedy: START_REMEDY },
    ];
  }
}

const START_REMEDY = 'wear the strap or wake the sensor, and close other apps that use it';
