import type { Import } from '@plumbline/contract';
import type { RecordingError } from '@plumbline/formats';

type Faults = NonNullable<Import['result']>['faults'];

/** Enough to see what is wrong with a file. */
const MOST_TOLD = 50;

/** Lines that were left out: all are counted, the first are told. */
export class FaultList {
  readonly #told: Faults = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get told(): Faults {
    return this.#told;
  }

  add({ line, field, value, problem, remedy }: RecordingError): void {
    this.#count++;
    if (this.#told.length < MOST_TOLD) this.#told.push({ line, field, value, problem, remedy });
  }
}
