import { VERSION } from '../process/version.ts';
import type { ExportOrder, ExportSource } from './export-order.ts';
import { SCOPE_OF } from './export-tables.ts';

/** What the manifest says of an export: the same for every export of the same data. */
export function aboutOf(
  order: ExportOrder,
  { subject, shiftDays, tables }: ExportSource,
): Record<string, unknown> {
  const isShifted = shiftDays !== 0;
  // Of a study the bounds are in its own dates; otherwise they would tell by how much the times were moved.
  const bounds = isShifted && order.study === null ? [null, null] : [order.fromUs, order.untilUs];
  return {
    ...{ app: `plumbline ${VERSION}`, subject, study: order.study?.id ?? null, tables },
    ...{ fromUs: bounds[0], untilUs: bounds[1], times: 'UTC', datesShifted: isShifted },
    scopes: [...new Set(tables.map((table) => SCOPE_OF[table]))].sort(),
  };
}
