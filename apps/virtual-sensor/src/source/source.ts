import type { ImuBatch } from '@plumbline/core';

/** Something to play. `tUs` of the first row is where playing begins; missing rows are silence. */
export interface Source {
  readonly title: string;
  readonly rateHz: number;
  readonly hasGyro: boolean;
  readonly batches: AsyncIterable<ImuBatch>;
}
