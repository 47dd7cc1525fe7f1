import type { System } from '@plumbline/contract';
import { useId } from 'react';
import { DataTable } from '../../components/data-table.tsx';
import { formats, t } from '../../locales/t.ts';

/** The largest first. */
export function TablesTable({ tables }: { readonly tables: System['database']['tables'] }) {
  const id = useId();
  return (
    <DataTable
      id={id}
      caption={t('system.tables')}
      head={[t('system.table'), t('system.size')]}
      rows={tables.map(({ name, bytes }) => [name, formats.bytes(bytes)])}
    />
  );
}
