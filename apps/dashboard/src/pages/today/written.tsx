import type { NewNote, Note } from '@plumbline/contract';
import type { ReactNode } from 'react';
import { Button } from '../../components/button.tsx';
import { tell } from '../../components/toasts.ts';
import { formats, t } from '../../locales/t.ts';
import { useDropWaiting, useRemoveNote } from '../../rest/use-notes.ts';

interface WrittenProps {
  readonly notes: readonly Note[];
  /** What the server has not got yet: it would be written twice if it were nowhere to be seen. */
  readonly waiting: readonly NewNote[];
  readonly timeZone: string;
}

export function Written({ notes, waiting, timeZone }: WrittenProps) {
  if (notes.length + waiting.length === 0) return <p className="caption">{t('today.diary.none')}</p>;
  return (
    <ul className="written">
      {waiting.toReversed().map((note) => (
        <Waiting key={`${note.atUs} ${note.kind}`} note={note} timeZone={timeZone} />
      ))}
      {notes.toReversed().map((note) => (
        <Kept key={note.id} note={note} timeZone={timeZone} />
      ))}
    </ul>
  );
}

function Waiting({ note, timeZone }: { readonly note: NewNote; readonly timeZone: string }) {
  const drop = useDropWaiting();
  return (
    <Line note={note} timeZone={timeZone} remove={() => drop.mutate(note)}>
      <span className="caption">{t('today.diary.waits')}</span>
    </Line>
  );
}

function Kept({ note, timeZone }: { readonly note: Note; readonly timeZone: string }) {
  const remove = useRemoveNote();
  const removeIt = () =>
    remove.mutate(note.id, { onSuccess: () => tell({ text: t('today.diary.removed') }) });
  return <Line note={note} timeZone={timeZone} remove={note.own ? removeIt : null} />;
}

interface LineProps {
  readonly note: NewNote | Note;
  readonly timeZone: string;
  readonly remove: (() => void) | null;
  readonly children?: ReactNode;
}

function Line({ note, timeZone, remove, children }: LineProps) {
  return (
    <li>
      <span className="legend-value">{formats.clock(note.atUs, timeZone)}</span>
      <span className="written-text">
        {noteWords(note)} {children}
      </span>
      {remove && (
        <Button
          look="quiet"
          aria-label={t('today.diary.removeWhich', { text: noteWords(note) })}
          onPress={remove}
        >
          {t('today.diary.remove')}
        </Button>
      )}
    </li>
  );
}

function noteWords({ kind, text, ...rated }: NewNote | Note): string {
  const name = t(`today.diary.kind.${kind}`);
  if (kind === 'discomfort') return `${name} ${formats.number(('value' in rated && rated.value) || 0)}`;
  if (kind === 'response_24h') return `${name}: ${t(`today.morning.${text as 'better' | 'same' | 'worse'}`)}`;
  return text === '' ? name : text;
}
