import type { NewNote, Today } from '@plumbline/contract';
import type { FormEvent } from 'react';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { TextField } from '../../components/text-field.tsx';
import { tell } from '../../components/toasts.ts';
import { formats, t } from '../../locales/t.ts';
import { failureWords } from '../../rest/failure-words.ts';
import { useDraft } from '../../rest/use-draft.ts';
import { useNotes, useRemoveNote, useWaitingNotes, useWriteNote } from '../../rest/use-notes.ts';
import { askedOf } from './today-span.ts';
import { Written } from './written.tsx';

const DISCOMFORT = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

/** What the wearer writes down: it appears in the trends. */
export function DiaryCard({ today }: { readonly today: Today }) {
  const span = askedOf(today);
  const written = useNotes(span).data ?? [];
  const waiting = useWaitingNotes(span);
  const ratings = [...written, ...waiting].filter(({ kind }) => kind === 'discomfort').length;
  const write = useKeep();
  return (
    <Card title={t('today.diary.heading')} testId="diary" className="diary-card">
      <NoteForm keep={write} />
      <fieldset className="discomfort">
        <legend className="field-label">{t('today.diary.discomfort')}</legend>
        <div className="discomfort-scale">
          {DISCOMFORT.map((value) => (
            <button
              key={value}
              type="button"
              className="discomfort-step"
              onClick={() =>
                write(
                  { kind: 'discomfort', atUs: nowUs(), value, text: '' },
                  t('today.diary.discomfortKept', { value }),
                )
              }
            >
              {formats.number(value)}
            </button>
          ))}
        </div>
        <p className="caption">{t('today.diary.discomfortEnds')}</p>
        <p className="caption">
          {t('today.diary.discomfortWhy')} {t('today.diary.discomfortToday', { count: ratings })}
        </p>
      </fieldset>
      <Written notes={written} waiting={waiting} timeZone={today.timeZone} />
    </Card>
  );
}

type Keep = (note: NewNote, told: string) => void;

function useKeep(): Keep {
  const write = useWriteNote();
  const remove = useRemoveNote();
  return (note, told) =>
    write.mutate(note, {
      onSuccess: (note) => note && tell({ text: told, undo: () => remove.mutate(note.id) }),
      onError: (error) => tell({ text: t('today.diary.failed', { reason: failureWords(error).what }) }),
    });
}

function NoteForm({ keep }: { readonly keep: Keep }) {
  const [text, setText] = useDraft('note');
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    keep({ kind: 'note', atUs: nowUs(), text: text.trim() }, t('today.diary.kept'));
    setText('');
  };
  return (
    <form className="note-form" onSubmit={onSubmit}>
      <TextField
        label={t('today.diary.note')}
        hint={t('today.diary.notePlaceholder')}
        value={text}
        onChange={setText}
        maxLength={4000}
      />
      <Button type="submit" isDisabled={text.trim() === ''}>
        {t('today.diary.keep')}
      </Button>
    </form>
  );
}

function nowUs(): number {
  return Date.now() * 1000;
}
