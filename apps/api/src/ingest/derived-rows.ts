import { applyBoutRevision, type Bout, type PipelineOutput, type PostureSecond } from '@plumbline/core';

/** What a pipeline said since the last commit, later words having replaced earlier ones. */
export interface DerivedRows {
  readonly seconds: readonly PostureSecond[];
  /** Replace every stored bout of the session that ends after `fromUs`; null: none changed. */
  readonly boutsFromUs: number | null;
  readonly bouts: readonly Bout[];
}

export class DerivedRowsBuilder {
  #seconds = new Map<number, PostureSecond>();
  #bouts: Bout[] = [];
  #boutsFromUs: number | null = null;

  get isEmpty(): boolean {
    return this.#seconds.size === 0 && this.#boutsFromUs === null;
  }

  add(output: PipelineOutput): void {
    for (const second of output.seconds) this.#seconds.set(second.tUs, second);
    const { fromUs } = output.bouts;
    if (fromUs === null) return;
    this.#boutsFromUs = Math.min(this.#boutsFromUs ?? fromUs, fromUs);
    this.#bouts = applyBoutRevision(this.#bouts, output.bouts);
  }

  take(): DerivedRows {
    const rows = { seconds: [...this.#seconds.values()], boutsFromUs: this.#boutsFromUs, bouts: this.#bouts };
    this.#seconds = new Map();
    this.#bouts = [];
    this.#boutsFromUs = null;
    return rows;
  }
}
