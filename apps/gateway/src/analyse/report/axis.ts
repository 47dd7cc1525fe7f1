import type { Clock } from '../words.ts';

/** A mark on an axis, its place from 0 (left, bottom) to 1. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** The drawing area of every chart, stretched to the room there is. */
export const WIDTH = 1000;
export const HEIGHT = 100;

const US_PER_MIN = 60e6;
/** Of a second, of five and of fifteen first. */
const STEPS_MIN = [
  1 / 60,
  1 / 12,
  1 / 4,
  1,
  2,
  5,
  10,
  15,
  30,
  60,
  120,
  180,
  240,
  360,
  720,
  1440,
  2880,
  10_080,
];
const MOST_TICKS = 7;
/** A longer time needs the day beside the hour. */
const MOST_WITHOUT_DATE_MIN = 26 * 60;

/** Time from left to right, with marks at round times of the wearer's clock. */
export class TimeAxis {
  readonly startUs: number;
  readonly endUs: number;
  readonly #clock: Clock;
  readonly #offsetMin: (tUs: number) => number;

  /** `offsetMin` is the wearer's time less UTC at a moment. */
  constructor(startUs: number, endUs: number, clock: Clock, offsetMin: (tUs: number) => number) {
    this.startUs = startUs;
    this.endUs = Math.max(endUs, startUs + 1);
    this.#clock = clock;
    this.#offsetMin = offsetMin;
  }

  x(tUs: number): number {
    const share = (tUs - this.startUs) / (this.endUs - this.startUs);
    return round(Math.min(1, Math.max(0, share)) * WIDTH);
  }

  get ticks(): Tick[] {
    const lengthMin = (this.endUs - this.startUs) / US_PER_MIN;
    const stepMin = STEPS_MIN.find((step) => lengthMin / step <= MOST_TICKS) ?? STEPS_MIN.at(-1)!;
    const { dated, time, exact } = this.#clock;
    const label = lengthMin > MOST_WITHOUT_DATE_MIN ? dated : stepMin < 1 ? exact : time;
    const local = this.startUs / US_PER_MIN + this.#offsetMin(this.startUs);
    const ticks: Tick[] = [];
    for (let minute = Math.ceil(local / stepMin) * stepMin; ; minute += stepMin) {
      const tUs = Math.round(this.#atLocal(minute));
      if (tUs > this.endUs) return ticks;
      ticks.push({ at: this.x(tUs) / WIDTH, label: label(tUs) });
    }
  }

  /** When the wearer's clock shows so many minutes since the epoch. */
  #atLocal(minute: number): number {
    const guessUs = (minute - this.#offsetMin(this.startUs)) * US_PER_MIN;
    return (minute - this.#offsetMin(guessUs)) * US_PER_MIN;
  }
}

/** Values from bottom to top. */
export class ValueAxis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly Tick[];

  constructor(low: number, high: number, marks: readonly number[], label: (value: number) => string) {
    this.low = low;
    this.high = high > low ? high : low + 1;
    this.ticks = marks.map((value) => ({ at: (value - low) / (this.high - low), label: label(value) }));
  }

  y(value: number): number {
    const share = (value - this.low) / (this.high - this.low);
    return round((1 - Math.min(1, Math.max(0, share))) * HEIGHT);
  }
}

/** Two to six round marks from `low` to `high`, both widened to one. */
export function roundMarks(low: number, high: number): number[] {
  const span = high > low ? high - low : 1;
  const power = 10 ** Math.floor(Math.log10(span / 4));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => span / s <= 5)!;
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step));
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** A hundredth of the drawing area is finer than any screen. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
