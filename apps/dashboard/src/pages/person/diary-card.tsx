import type { Note } from '@plumbline/contract';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ScrollBox } from '../../components/scroll-box.tsx';
import { tell } from '../../components/toasts.ts';
import { t } from '../../locales/t.ts';
import { useRemoveNoteOf, useWriteNoteFor } from '../../rest/use-wearer-notes.ts';
import { NoteDialog } from '../people/note-dialog.tsx';
import { diaryOf } from './diary.ts';
import { FactList } from './fact-list.tsx';
import { diaryFacts, entryWords } from './visit-facts.ts';

interface DiaryCardProps {
  readonly wearer: string;
  readonly name: string;
  readonly notes: readonly Note[];
  /** Of the wearer. */
  readonly timeZone: string;
}

/** What was said: the mornings after, discomfort, and what was written, one's own notes among it. */
export function DiaryCard({ wearer, name, notes, timeZone }: DiaryCardProps) {
  const [writing, setWriting] = useState(false);
  const diary = diaryOf(notes);
  const action = (
    <Button look="quiet" onPress={() => setWriting(true)}>
      {t('person.diary.add')}
    </Button>
  );
  return (
    <Card title={t('person.diary.title')} testId="diary" className="visit-wide" actions={action}>
      <div className="chart-and-figures">
        {diary.entries.length === 0 ? (
          <p className="reason">{t('person.diary.empty')}</p>
        ) : (
          <Entries wearer={wearer} entries={diary.entries} timeZone={timeZone} />
        )}
        <FactList facts={diaryFacts(diary, timeZone)} />
      </div>
      <NoteDialog wearer={wearer} name={name} open={writing} onOpenChange={setWriting} />
    </Card>
  );
}

export function ClosedDiary() {
  return (
    <Card title={t('person.diary.title')} testId="diary" className="visit-wide">
      <p className="reason">{t('person.diary.closed')}</p>
    </Card>
  );
}

interface EntriesProps extends Pick<DiaryCardProps, 'wearer' | 'timeZone'> {
  readonly entries: readonly Note[];
}

function Entries({ wearer, entries, timeZone }: EntriesProps) {
  return (
    <ScrollBox className="diary-entries" label={t('person.diary.entries')}>
      <ul>
        {entries.map((note) => (
          <li key={note.id}>
            <p className="diary-meta">{entryWords(note, timeZone)}</p>
            <p className="diary-text">{note.text}</p>
            {note.own && note.kind === 'note' && <RemoveNote wearer={wearer} note={note} />}
          </li>
        ))}
      </ul>
    </ScrollBox>
  );
}

function RemoveNote({ wearer, note }: { readonly wearer: string; readonly note: Note }) {
  const remove = useRemoveNoteOf(wearer);
  const write = useWriteNoteFor(wearer);
  const undo = () => write.mutate({ kind: 'note', atUs: note.atUs, text: note.text });
  const run = async () => {
    await remove.mutateAsync(note.id);
    tell({ text: t('person.diary.removed'), undo });
  };
  return (
    <Button look="quiet" onPress={() => void run().catch(() => undefined)} isPending={remove.isPending}>
      {t('person.diary.remove')}
      <span className="visually-hidden">{t('chart.of', { chart: note.text })}</span>
    </Button>
  );
}
