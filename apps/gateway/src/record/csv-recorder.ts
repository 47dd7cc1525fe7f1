import type { DeviceState } from '@plumbline/contract';
import type { ChannelSpec, DecodeEvent } from '@plumbline/sensor-protocol';
import { DecodedStream, type DecodedStreamOptions } from '../sensor/decoded-stream.ts';
import type { SampleRecorder } from '../sensor/sample-recorder.ts';
import type { RawCaptureWriter } from './raw-capture.ts';

const GROUPS = [
  ['acc', 'acc'],
  ['gyr', 'gyr'],
  ['mag', 'mag'],
] as const;
const AXES = ['x', 'y', 'z'] as const;
/** Enough for float32 counts and every device's scale. */
const DIGITS = 7;

export interface CsvRecorderOptions extends DecodedStreamOptions {
  readonly write: (text: string) => void;
  /** False for a later connection of the same recording. */
  readonly withHeader: boolean;
  readonly capture: RawCaptureWriter | null;
}

/** One connection's samples as the lines of a recording (docs/recording-format.md), and its bytes as a capture. */
export class CsvRecorder implements SampleRecorder {
  readonly stream: DecodedStream;
  readonly problem = null;
  readonly #write: (text: string) => void;
  readonly #capture: RawCaptureWriter | null;
  readonly #withHeader: boolean;
  readonly #columns: readonly (readonly [column: number, lsb: number])[];
  readonly #header: string;
  samples = 0;
  missing = 0;

  constructor(options: CsvRecorderOptions) {
    this.stream = new DecodedStream(options);
    this.#write = options.write;
    this.#capture = options.capture;
    this.#withHeader = options.withHeader;
    const columns = columnsOf(this.stream.channels);
    this.#columns = columns.map(({ index, lsb }) => [index, lsb]);
    this.#header = ['t_us', ...columns.map(({ name }) => name)].join(',');
  }

  begin(nowNs: bigint): void {
    this.stream.begin(nowNs);
    this.#capture?.recording(true);
  }

  notification(characteristic: string, bytes: Uint8Array, rxNs: bigint): readonly DecodeEvent[] {
    this.#capture?.notification(characteristic, bytes, rxNs);
    const events = this.stream.push(characteristic, bytes, rxNs);
    if (this.stream.n > 0) this.#writeRows(this.stream.n);
    return events;
  }

  device(_state: DeviceState): void {}

  finish(_reason: string): void {
    if (this.stream.recording) this.#capture?.recording(false);
    this.stream.recording = false;
  }

  #writeRows(n: number): void {
    const { clock, raw } = this.stream;
    let text = this.samples === 0 && this.#withHeader ? `${this.#header}\n` : '';
    for (let row = 0; row < n; row++) {
      text += String(clock.tUs[row]);
      for (const [column, lsb] of this.#columns) text += `,${format(raw.columns[column]![row]! * lsb)}`;
      text += '\n';
    }
    for (const gap of clock.gaps) this.missing += gap.missing;
    this.samples += n;
    this.#write(text);
  }
}

function format(value: number): string {
  return String(Number(value.toPrecision(DIGITS)));
}

function columnsOf(channels: readonly ChannelSpec[]): { name: string; index: number; lsb: number }[] {
  return GROUPS.flatMap(([quantity, prefix]) =>
    AXES.flatMap((axis) => {
      const index = channels.findIndex((c) => c.quantity === quantity && c.axis === axis);
      return index < 0 ? [] : [{ name: `${prefix}_${axis}`, index, lsb: channels[index]!.lsb }];
    }),
  );
}
