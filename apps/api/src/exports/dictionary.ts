import { type DictionaryTable, EXPORT_TABLES, type StreamOpen } from '@plumbline/contract';
import type { Table } from '@plumbline/formats';
import { GAPS, SCOPE_OF, samplesTable, TABLES } from './export-tables.ts';

/** A sensor with everything, so that every column of samples is named; each has those that it measures. */
const EVERYTHING = {
  channels: (['acc', 'gyr', 'mag'] as const).flatMap((quantity) =>
    (['x', 'y', 'z'] as const).map((axis) => ({ quantity, axis })),
  ) as unknown as StreamOpen['channels'],
  rate_hz: 0,
  axes: null,
  driver: '',
  decoder: '',
};

/** The tables of an export in the order in which they are offered, and the gaps that come with samples. */
export function dictionary(): DictionaryTable[] {
  const tables = EXPORT_TABLES.map((name) =>
    toWire(name === 'samples' ? samplesTable(1, 1, EVERYTHING) : TABLES[name], SCOPE_OF[name]),
  );
  return [...tables, toWire(GAPS, null)];
}

function toWire({ name, description, columns }: Table, scope: string | null): DictionaryTable {
  return {
    ...{ name, description, scope },
    columns: columns.map((column) => ({
      ...{ name: column.name, type: column.type, unit: column.unit, description: column.description },
      optional: column.optional ?? false,
    })),
  };
}
