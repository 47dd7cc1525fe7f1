import { tickDates } from './trend-option.ts';

/** Where days stand side by side in a drawing. */
export interface DayColumns {
  readonly left: number;
  readonly width: number;
  readonly step: number;
  /** Middle of a day's column. */
  readonly x: (index: number) => number;
  /** From the beginning of one column to the end of another. */
  readonly across: (from: number, to: number) => { readonly x: number; readonly width: number };
  readonly ticks: readonly { readonly x: number; readonly date: string }[];
}

/** A date label needs about this much room. */
const LABEL_PX = 62;

export function dayColumns(dates: readonly string[], left: number, width: number): DayColumns {
  const step = width / Math.max(1, dates.length);
  const x = (index: number) => left + (index + 0.5) * step;
  const found = tickDates(dates, Math.max(1, Math.floor(width / LABEL_PX)));
  const ticks = found
    .map((i) => ({ x: x(i), date: dates[i]! }))
    // A label at the very edge would be cut.
    .filter((tick) => tick.x - left < width - LABEL_PX / 3);
  const across = (from: number, to: number) => ({ x: left + from * step, width: (to + 1 - from) * step });
  return { left, width, step, x, across, ticks };
}
