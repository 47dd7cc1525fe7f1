import type { ChannelSpec, DecodeEvent, Decoder } from '../../driver.ts';
import type { RawBatchBuilder } from '../../raw-batch.ts';
import { standardEvents } from '../../standard-services.ts';
import { checkedText, csvValues, jsonValues, LineSplitter } from './lines.ts';
import type { Place, Profile } from './profile.ts';
import { readValue } from './values.ts';

const NO_EVENTS: readonly DecodeEvent[] = [];

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
    if (this.#battery !== batteryBefore && this.#battery <= 100) {
      events.push({ kind: 'battery', percent: this.#battery, volts: null });
    }
    if (this.#dropped > 0) events.push({ kind: 'resync', droppedBytes: this.#dropped });
    return events;
  }

  /** Only a whole number of records with the right header: a torn notification is refused as a whole. */
  #records(b: Uint8Array, { bytes, header }: { readonly bytes: number; readonly header: Uint8Array }): void {
    let fits = b.length % bytes === 0;
    for (let at = 0; at < b.length && fits; at += bytes) fits = header.every((byte, i) => b[at + i] === byte);
    if (!fits) this.#dropped += b.length;
    for (let at = 0; at < b.length && fits; at += bytes) {
      const read = (place: Place): number => readValue(b, at, place);
      if (this.#isSample(read)) this.#add(read);
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

  #isSample(values: (place: Place) => number): boolean {
    const { fields, time, counter } = this.#profile;
    const known = (place: Place | null): boolean => place === null || Number.isFinite(values(place));
    return fields.every(known) && known(time) && known(counter);
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
