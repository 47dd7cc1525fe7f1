import type { ImuBatch } from '@plumbline/core';
import { isTimeOfDay, type OpenedRecording, RecordingUnits } from '@plumbline/formats';
import type { LeftOutRows } from './left-out-rows.ts';
import type { RecordingFacts } from './summary.ts';
import { minutes } from './words.ts';

const US_PER_S = 1e6;
const US_PER_MIN = 60 * US_PER_S;
const LONG_SILENCE_MIN = 60;
/** At fewer rows a second a step falls between two of them. */
const LEAST_RATE_HZ = 10;
/** Hardly a sensor measures slower; times in nanoseconds look as if it did. */
const SLOWEST_HZ = 1;

/** What a recording is, beside what it tells: rows, times, silences, and whether its units can be. */
export class RecordingTally {
  readonly #recording: OpenedRecording;
  readonly #leftOut: LeftOutRows;
  readonly #units: RecordingUnits;
  #inOrder = 0;
  #firstUs = Number.NaN;
  #lastUs = Number.NEGATIVE_INFINITY;
  #silences = 0;
  #silentUs = 0;
  #longest = { startUs: 0, endUs: 0 };

  /** Throws a RecordingError when the rate of the recording cannot be. */
  constructor(recording: OpenedRecording, leftOut: LeftOutRows) {
    this.#recording = recording;
    this.#leftOut = leftOut;
    this.#units = new RecordingUnits(recording.rateHz);
  }

  count(batch: ImuBatch): void {
    if (this.#inOrder === 0) this.#firstUs = batch.tUs[0]!;
    for (let i = 0; i < batch.n; i++) this.#follow(batch.tUs[i]!);
    this.#units.take(batch);
  }

  /** After the last row. Throws a RecordingError when the units cannot be those of the columns. */
  facts(): RecordingFacts {
    this.#units.check();
    const { rateHz, hasMag } = this.#recording;
    const hasGyro = this.#recording.hasGyro && !this.#units.isGyroDead;
    const endUs = this.#lastUs + Math.round(US_PER_S / rateHz);
    const { count } = this.#leftOut;
    const rows = { samples: this.#inOrder + count, ignoredSamples: count };
    return { ...rows, startUs: this.#firstUs, endUs, rateHz, hasGyro, hasMag };
  }

  /** What the user should know of it, one sentence each. */
  notes(moment: (tUs: number) => string): string[] {
    const notes: string[] = [];
    const { rateHz } = this.#recording;
    if (this.#leftOut.note !== null) notes.push(this.#leftOut.note);
    if (this.#units.isGyroDead) {
      notes.push(
        'gyr_x,gyr_y,gyr_z read the same in every row: the gyroscope is taken for none, so rotation is not available',
      );
    }
    if (rateHz < LEAST_RATE_HZ) {
      const unit = rateHz < SLOWEST_HZ ? '; where t_us holds nanoseconds, divide it by 1000' : '';
      notes.push(
        `rows come at ${Number(rateHz.toPrecision(2))} Hz: below ${LEAST_RATE_HZ} Hz steps cannot be seen, so walking is told as something else${unit}`,
      );
    }
    if (this.#silences > 0) notes.push(this.#silenceNote(moment));
    if (!isTimeOfDay(this.#firstUs)) notes.push(this.#originNote());
    return notes;
  }

  #originNote(): string {
    const first = `t_us ${this.#firstUs} of the first row is no time of day`;
    const so = 'days, and the hours for suggestions and valid days, mean nothing here';
    return `${first}: ${so}; where they matter, add when the recording began, in microseconds since 1970 UTC`;
  }

  #follow(tUs: number): void {
    if (!(tUs > this.#lastUs)) return;
    this.#inOrder++;
    if (tUs - this.#lastUs >= LONG_SILENCE_MIN * US_PER_MIN && this.#lastUs >= 0) this.#silence(tUs);
    this.#lastUs = tUs;
  }

  #silence(endUs: number): void {
    const lengthUs = endUs - this.#lastUs;
    this.#silences++;
    this.#silentUs += lengthUs;
    if (lengthUs > this.#longest.endUs - this.#longest.startUs) {
      this.#longest = { startUs: this.#lastUs, endUs };
    }
  }

  #silenceNote(moment: (tUs: number) => string): string {
    const { startUs, endUs } = this.#longest;
    const from = `from ${moment(startUs)} to ${moment(endUs)}`;
    const where =
      this.#silences === 1
        ? from
        : `in ${this.#silences} silences of an hour or more, the longest of them ${from}`;
    return `no rows for ${minutes(this.#silentUs / US_PER_MIN)}, ${where}: nothing is told of that time; where a clock leapt, correct t_us`;
  }
}
