import type { Leniency, RecordingError } from '@plumbline/formats';

const MOST_LINES_TOLD = 5;
/** What the rest says is hardly what was measured. */
const MOST_SHARE = 0.5;
const REMEDY = 'sort the rows by t_us, each time once, and correct a time that leaps';

/** Whether so many rows of a recording are left out that it is not what it must be. */
export function isMostlyLeftOut(leftOut: number, used: number): boolean {
  return leftOut > MOST_SHARE * (leftOut + used);
}

/** Rows of a recording that are out of the order of time: how many, and the first of their lines. */
export class LeftOutRows {
  readonly #lines: number[] = [];
  #count = 0;

  /** For whoever opens the recording. */
  readonly leniency: Leniency = {
    orderOnly: true,
    latestUs: Number.POSITIVE_INFINITY,
    onFault: (fault) => this.#take(fault),
  };

  get count(): number {
    return this.#count;
  }

  /** For the user; null where none was left out. */
  get note(): string | null {
    if (this.#count === 0) return null;
    const more = this.#count - this.#lines.length;
    const told = this.#lines.join(', ');
    const which = this.#count === 1 ? `line ${told}` : `lines ${told}${more > 0 ? ` and ${more} more` : ''}`;
    const rows = this.#count === 1 ? '1 row is' : `${this.#count} rows are`;
    return `${rows} out of the order of time and left out (${which}): ${REMEDY}`;
  }

  #take({ line }: RecordingError): void {
    this.#count++;
    if (this.#lines.length < MOST_LINES_TOLD) this.#lines.push(line);
  }
}
