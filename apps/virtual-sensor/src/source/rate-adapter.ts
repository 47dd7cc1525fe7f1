import type { SensorSample } from '@plumbline/sensor-protocol';
import type { Row } from './rows.ts';

const US_PER_S = 1e6;
/** Rates closer than this (as a ratio) are the same: a recording's clock is never exact. */
const SAME_RATE = 0.05;
/** Rows further apart than this many intervals have a hole between them, which stays a hole. */
const HOLE_INTERVALS = 1.9;

/**
 * Turns the rows of a source into the samples of a sensor that runs at the rate of its registers. At the source's
 * own rate every row is handed on as it is, once; to a lower rate means of the rows in between, to a higher rate
 * values on the line between them.
 */
export class RateAdapter {
  readonly #sourceHz: number;
  #last: Row | null = null;
  /** Number of the output sample before which everything was handed out; null after every change of rate. */
  #slot: number | null = null;
  #rateHz = 0;
  #sum: Mean = new Mean();

  constructor(sourceHz: number) {
    this.#sourceHz = sourceHz;
  }

  /** What is due because of this row, at a rate that may change from row to row; 0 says nothing is wanted. */
  push(row: Row, rateHz: number): readonly Row[] {
    if (rateHz !== this.#rateHz) this.#begin(rateHz);
    const last = this.#last;
    this.#last = row;
    if (rateHz === 0) return [];
    if (Math.abs(rateHz / this.#sourceHz - 1) < SAME_RATE) return [row];
    return rateHz < this.#sourceHz ? this.#average(row) : this.#interpolate(last, row);
  }

  #begin(rateHz: number): void {
    this.#rateHz = rateHz;
    this.#slot = null;
    this.#sum = new Mean();
    this.#last = null;
  }

  #slotOf(tUs: number): number {
    return Math.floor((tUs * this.#rateHz) / US_PER_S + 1e-9);
  }

  #timeOf(slot: number): number {
    return (slot * US_PER_S) / this.#rateHz;
  }

  #average(row: Row): readonly Row[] {
    const slot = this.#slotOf(row.tUs);
    const done = this.#slot !== null && slot > this.#slot && this.#sum.rows > 0;
    const out = done ? [{ tUs: this.#timeOf(this.#slot! + 1), sample: this.#sum.take() }] : [];
    this.#slot = slot;
    this.#sum.add(row.sample);
    return out;
  }

  #interpolate(last: Row | null, row: Row): readonly Row[] {
    const stepUs = US_PER_S / this.#sourceHz;
    if (!last || row.tUs - last.tUs > HOLE_INTERVALS * stepUs) return [row];
    const out: Row[] = [];
    for (let slot = this.#slotOf(last.tUs) + 1; this.#timeOf(slot) <= row.tUs; slot++) {
      const tUs = this.#timeOf(slot);
      out.push({ tUs, sample: between(last.sample, row.sample, (tUs - last.tUs) / (row.tUs - last.tUs)) });
    }
    return out;
  }
}

type Vector = readonly [number, number, number];

class Mean {
  rows = 0;
  #acc: Vector = [0, 0, 0];
  #gyr: Vector = [0, 0, 0];
  #mag: Vector | null = null;

  add({ accMps2, gyrRadps, magUt }: SensorSample): void {
    this.rows++;
    this.#acc = mix(this.#acc, 1, accMps2, 1);
    this.#gyr = mix(this.#gyr, 1, gyrRadps, 1);
    this.#mag = magUt && mix(this.#mag ?? [0, 0, 0], 1, magUt, 1);
  }

  take(): SensorSample {
    const share = 1 / this.rows;
    const scale = (v: Vector): Vector => mix(v, share, v, 0);
    const sample = {
      accMps2: scale(this.#acc),
      gyrRadps: scale(this.#gyr),
      magUt: this.#mag && scale(this.#mag),
    };
    this.rows = 0;
    this.#acc = this.#gyr = [0, 0, 0];
    this.#mag = null;
    return sample;
  }
}

function between(a: SensorSample, b: SensorSample, share: number): SensorSample {
  return {
    accMps2: mix(a.accMps2, 1 - share, b.accMps2, share),
    gyrRadps: mix(a.gyrRadps, 1 - share, b.gyrRadps, share),
    magUt: a.magUt && b.magUt && mix(a.magUt, 1 - share, b.magUt, share),
  };
}

const mix = (a: Vector, p: number, b: Vector, q: number): Vector => [
  p * a[0] + q * b[0],
  p * a[1] + q * b[1],
  p * a[2] + q * b[2],
];
