import type { DictionaryTable } from '@plumbline/contract';
import { useId, useState } from 'react';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Select } from '../../components/select.tsx';
import { formats, t } from '../../locales/t.ts';
import { useDictionary } from '../../rest/use-study-data.ts';

const HEIGHT_REM = 20;

/** What each column means, before anything is taken away. */
export function DictionaryCard() {
  const dictionary = useDictionary();
  return (
    <Card title={t('exports.dictionary')} testId="dictionary">
      <p className="summary">{t('exports.dictionaryLead')}</p>
      <QueryView query={dictionary} height={HEIGHT_REM}>
        {(tables) => <Dictionary tables={tables} />}
      </QueryView>
    </Card>
  );
}

function Dictionary({ tables }: { readonly tables: readonly DictionaryTable[] }) {
  const [name, setName] = useState(tables[0]?.name ?? '');
  const id = useId();
  const table = tables.find((each) => each.name === name);
  if (table === undefined) return null;
  const options = tables.map((each) => ({
    value: each.name,
    label: each.scope === null ? t('exports.gaps') : each.name,
  }));
  return (
    <>
      <Select label={t('exports.dictionaryTable')} options={options} value={name} onChange={setName} />
      <p lang="en">{table.description}</p>
      <DataTable
        id={id}
        caption={table.name}
        head={HEAD.map((key) => t(`exports.${key}`))}
        rows={rowsOf(table)}
        words={[1, 2, 3]}
      />
    </>
  );
}

const HEAD = ['column', 'type', 'unit', 'meaning'] as const;

/** Names, types and meanings are those of the files, in English. */
function rowsOf({ columns }: DictionaryTable) {
  return columns.map(({ name, type, unit, description, optional }) => [
    <code key="name">{name}</code>,
    type,
    unit ?? t('exports.noUnit'),
    <span key="meaning" lang="en">
      {optional ? formats.facts([description, t('exports.optional')]) : description}
    </span>,
  ]);
}
