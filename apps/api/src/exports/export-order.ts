import type { ExportTable, NewExport, Scope } from '@plumbline/contract';
import type { Actor } from '../database/people-database.ts';

/** As it is kept with the job: enough to begin again after a restart. Whoever ordered it may read it. */
export interface ExportOrder {
  readonly format: NewExport['format'];
  readonly tables: readonly ExportTable[];
  /** Of a study, by its shifted dates. Null: without a bound. */
  readonly fromUs: number | null;
  readonly untilUs: number | null;
  /** Of a study, 0: what it shifts by stays with it. */
  readonly dateShiftDays: number;
  readonly study: { readonly id: string; readonly participant: string } | null;
  /** Of the token that ordered it; null: everything the person may. */
  readonly scopes: readonly Scope[] | null;
}

/** What an order comes to at this moment: whose rows, of which time, on whose behalf. */
export interface ExportSource {
  readonly actor: Actor;
  readonly wearerId: number;
  /** What the manifest calls the wearer. */
  readonly subject: string;
  readonly tables: readonly ExportTable[];
  /** As stored. */
  readonly fromUs: number;
  readonly untilUs: number;
  readonly shiftDays: number;
}

const DAY_US = 86_400e6;
const FIRST_US = 0;
/** The year 2096: times of exports stay below 2^52. */
const LAST_US = 4e15;

export function sourceOf(
  order: ExportOrder,
  whose: Pick<ExportSource, 'actor' | 'wearerId' | 'subject' | 'shiftDays'>,
): ExportSource {
  // Only a study asks by shifted dates.
  const asked = order.study === null ? 0 : whose.shiftDays * DAY_US;
  return {
    ...whose,
    tables: [...order.tables].sort(),
    fromUs: order.fromUs === null ? FIRST_US : order.fromUs - asked,
    untilUs: order.untilUs === null ? LAST_US : order.untilUs - asked,
  };
}
