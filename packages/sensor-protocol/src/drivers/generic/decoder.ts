import type { ChannelSpec, DecodeEvent, Decoder } from '../../driver.ts';
import { NO_EVENTS } from '../../event-queue.ts';
import type { RawBatchBuilder } from '../../raw-batch.ts';
import { standardEvents } from '../../standard-services.ts';
import { checkedText, csvValues, jsonValues, LineSplitter } from './lines.ts';
import type { Place, Profile } from './profile.ts';
import { readValue } from './values.ts';

export function channelsOf({ fields, framing }: Profile): readonly ChannelSpec[] {
  return fields.map(({ quantity, axis, lsb, type }) => ({
    quantity,
    axis,
    lsb,
    encoding: framing.kind === 'fixed' && type !== 'f32' ? 'int' : 'f32',
  }));
}

/** Records as a profile describes them. */
export class ProfileDecoder implements Decoder {
  readonly channels: readonly ChannelSpec[];
  readonly #profile: Profile;
  readonly #lines = new LineSplitter((line) => this.#onLine(line));
  #out: RawBatchBuilder | null = null;
  #dropped = 0;
  #battery = -1;
  #record: Uint8Array = new Uint8Array(0);
  #at = 0;
  /** Made once: nothing is allocated per sample. */
  readonly #readHere = (place: Place): number => readValue(this.#record, this.#at, place);

  constructor(profile: Profile) {
    this.#profile = profile;
    this.channels = channelsOf(profile);
  }

  push(characteristic: string, b: Uint8Array, out: RawBatchBuilder): readonly DecodeEvent[] {
    if (characteristic !== '' && characteristic !== this.#profile.notify) {
      return standardEvents(characteristic, b) ?? NO_EVENTS;
    }
    const battery = this.#battery;
    this.#dropped = 0;
    this.#out = out;
    if (this.#profile.framing.kind === 'fixed') this.#records(b, this.#profile.framing);
    else this.#readLines(b);
    this.#out = null;
    return this.#dropped > 0 || battery !== this.#battery ? this.#events(battery) : NO_EVENTS;
  }

  reset(): void {
    this.#lines.reset();
    this.#battery = -1;
  }

  #events(batteryBefore: number): readonly DecodeEvent[] {
    const events: DecodeEvent[] = [];
    if (this.#battery !== batteryBefore && this.#battery >= 0 && this.#battery <= 100) {
      events.push({ kind: 'battery', percent: this.#battery, volts: null });
    }
    if (this.#dropped > 0) events.push({ kind: 'resync', droppedBytes: this.#dropped });
    return events;
  }

  /** Only a whole number of records with the right header: a torn notification is refused as a whole. */
  #records(b: Uint8Array, { bytes, header }: { readonly bytes: number; readonly header: Uint8Array }): void {
    if (!isWhole(b, bytes, header)) {
      this.#dropped += b.length;
      return;
    }
    this.#record = b;
    for (this.#at = 0; this.#at < b.length; this.#at += bytes) {
      if (this.#isSample(this.#readHere)) this.#add(this.#readHere);
      else this.#dropped += bytes;
    }
  }

  #readLines(b: Uint8Array): void {
    const endless = this.#lines.push(b);
    this.#dropped += endless;
  }

  #onLine(line: string): void {
    if (line === '') return;
    const { framing } = this.#profile;
    if (framing.kind === 'fixed') return;
    const text = framing.checksum === 'crc16' ? checkedText(line) : line;
    const values = text === null ? null : framing.kind === 'csv' ? csvValues(text) : jsonValues(text);
    if (values === null || !this.#isSample(values)) this.#dropped += line.length;
    else this.#add(values);
  }

  #isSample(read: (place: Place) => number): boolean {
    const { fields, time, counter } = this.#profile;
    for (const field of fields) if (!Number.isFinite(read(field))) return false;
    return (
      (time === null || Number.isFinite(read(time))) && (counter === null || Number.isFinite(read(counter)))
    );
  }

  #add(read: (place: Place) => number): void {
    const { fields, time, counter, battery } = this.#profile;
    const deviceUs = time ? read(time) * time.unitUs : Number.NaN;
    const row = this.#out!.begin(deviceUs, counter ? read(counter) : Number.NaN);
    for (let c = 0; c < fields.length; c++) {
      const value = read(fields[c]!);
      this.#out!.columns[c]![row] = this.channels[c]!.encoding === 'f32' ? Math.fround(value) : value;
    }
    const level = battery ? read(battery) : Number.NaN;
    if (Number.isFinite(level)) this.#battery = Math.round(level);
  }
}

function isWhole(b: Uint8Array, bytes: number, header: Uint8Array): boolean {
  if (b.length % bytes !== 0) return false;
  for (let at = 0; at < b.length; at += bytes) {
    for (let i = 0; i < header.length; i++) if (b[at + i] !== header[i]) return false;
  }
  return true;
}
