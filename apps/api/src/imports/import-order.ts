import type { Import } from '@plumbline/contract';

/** As it is kept with the job. */
export interface ImportOrder {
  readonly name: string;
  readonly axes: string | null;
  readonly timeZone: string;
  /** When the first row was measured; null: its time says so. */
  readonly startUs: number | null;
}

export type ImportResult = NonNullable<Import['result']>;

/** A recording that is to be taken in now. */
export interface TakenImport {
  readonly id: string;
  readonly wearerId: number;
  readonly order: ImportOrder;
}
