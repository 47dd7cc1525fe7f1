import type { OverviewEntry } from '@plumbline/contract';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../components/button.tsx';
import { Table, type TableColumn } from '../../components/table.tsx';
import { useMediaQuery } from '../../components/use-media-query.ts';
import { t } from '../../locales/t.ts';
import { NoteDialog } from './note-dialog.tsx';
import {
  AttentionCell,
  ConsentCell,
  DataCell,
  MorningCell,
  NameCell,
  SittingCell,
  WornCell,
} from './person-cells.tsx';

/** From here on the columns have room side by side. */
const WIDE = '(min-width: 75rem)';
const FIELDS = ['attention', 'data', 'worn', 'sitting', 'morning', 'consent'] as const;

interface PeopleListProps {
  readonly people: readonly OverviewEntry[];
  readonly empty: string;
}

export function PeopleList({ people, empty }: PeopleListProps) {
  const wide = useMediaQuery(WIDE);
  const [writing, setWriting] = useState<OverviewEntry | null>(null);
  const List = wide ? PeopleTable : PeopleCards;
  return (
    <>
      <List people={people} empty={empty} onNote={setWriting} />
      <NoteDialog
        key={writing?.wearer}
        wearer={writing?.wearer ?? ''}
        name={writing?.name ?? ''}
        open={writing !== null}
        onOpenChange={(open) => !open && setWriting(null)}
      />
    </>
  );
}

interface ListProps extends PeopleListProps {
  readonly onNote: (entry: OverviewEntry) => void;
}

function PeopleTable({ people, empty, onNote }: ListProps) {
  const [, go] = useLocation();
  const columns: TableColumn<OverviewEntry>[] = [
    { id: 'name', title: t('people.table.name'), cell: (entry) => <NameCell entry={entry} /> },
    ...FIELDS.map((id) => ({
      id,
      title: t(`people.table.${id}`),
      cell: (entry: OverviewEntry) => cellOf(id, entry),
    })),
    {
      id: 'note',
      title: t('people.table.note'),
      cell: (entry) => <NoteButton entry={entry} onNote={onNote} />,
    },
  ];
  return (
    <Table
      label={t('people.title')}
      columns={columns}
      rows={people}
      rowId={({ wearer }) => wearer}
      onOpen={(id) => go(`/people/${id}`)}
      empty={empty}
    />
  );
}

/** The same, one below the other where there is no room for columns. */
function PeopleCards({ people, empty, onNote }: ListProps) {
  if (people.length === 0) return <p className="reason">{empty}</p>;
  return (
    <ul className="person-cards">
      {people.map((entry) => (
        <li key={entry.wearer} className="person-card">
          <h2>
            <NameCell entry={entry} />
          </h2>
          <dl>
            {FIELDS.map((id) => (
              <div key={id} className={`person-${id}`}>
                <dt>{t(`people.table.${id}`)}</dt>
                <dd>{cellOf(id, entry)}</dd>
              </div>
            ))}
          </dl>
          <NoteButton entry={entry} onNote={onNote} />
        </li>
      ))}
    </ul>
  );
}

function cellOf(id: (typeof FIELDS)[number], entry: OverviewEntry): ReactNode {
  const cells = {
    attention: AttentionCell,
    data: DataCell,
    worn: WornCell,
    sitting: SittingCell,
    morning: MorningCell,
    consent: ConsentCell,
  };
  const Cell = cells[id];
  return <Cell entry={entry} />;
}

interface NoteButtonProps {
  readonly entry: OverviewEntry;
  readonly onNote: (entry: OverviewEntry) => void;
}

function NoteButton({ entry, onNote }: NoteButtonProps) {
  if (!entry.scopes.includes('diary')) return <span className="quiet">{t('people.noDiary')}</span>;
  return (
    <Button look="quiet" onPress={() => onNote(entry)}>
      {t('people.addNote')}
      <span className="visually-hidden">{t('chart.of', { chart: entry.name })}</span>
    </Button>
  );
}
