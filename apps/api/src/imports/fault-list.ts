import type { Import } from '@plumbline/contract';
import type { RecordingError } from '@plumbline/formats';

type Faults = NonNullable<Import['result']>['faults'];

/** Enough to see what is wrong with a file. */
const MOST_TOLD = 50;

/** Lines that were left out: all are counted, the first are told. */
export class FaultList {
  readonly #told: Faults = [];
  readonly #name: string;
  #count = 0;

  /** `name`: what the user calls the file. */
  constructor(name: string) {
    this.#name = name;
  }

  get count(): number {
    return this.#count;
  }

  get told(): Faults {
    return this.#told;
  }

  add({ line, field, value, problem, remedy }: RecordingError): void {
    this.#count++;
    if (this.#told.length >= MOST_TOLD) return;
    // Its path is nobody's but the server's.
    this.#told.push({ line, field, value: field === 'file' ? this.#name : value, problem, remedy });
  }
}
