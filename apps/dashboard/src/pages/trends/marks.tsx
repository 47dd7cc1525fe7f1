import type { Trends } from '@plumbline/contract';
import { type FormEvent, useMemo, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { DatePicker } from '../../components/date-picker.tsx';
import { TextField } from '../../components/text-field.tsx';
import { tell } from '../../components/toasts.ts';
import { useWearerDay } from '../../components/wearer-day.tsx';
import { dateIn } from '../../locales/dates.ts';
import { dayStartUs, spanOfDates } from '../../locales/day-start.ts';
import { formats, t } from '../../locales/t.ts';
import { failureWords } from '../../rest/failure-words.ts';
import { useNotes, useRemoveNote, useWriteNote } from '../../rest/use-notes.ts';
import { algorithmNames, marksOf, type NumberedMark } from './trend-view.ts';

/** A note of a day is put at noon: the same date in the zones around. */
const NOON_US = 12 * 3600e6;
const NO_NOTES: never[] = [];

/** What was noted in the span, and where the algorithm changed. */
export function useMarks(trends: Trends): readonly NumberedMark[] {
  const notes = useNotes(spanOfDates(trends)).data ?? NO_NOTES;
  const { timeZone } = useWearerDay();
  return useMemo(() => marksOf(trends, notes, (tUs) => dateIn(timeZone, tUs)), [trends, notes, timeZone]);
}

interface MarksProps {
  readonly marks: readonly NumberedMark[];
  readonly toDate: string;
}

export function Marks({ marks, toDate }: MarksProps) {
  return (
    <Card title={t('trends.marks.heading')} testId="trend-marks">
      {marks.length === 0 && <p className="caption">{t('trends.marks.none')}</p>}
      <ol className="mark-list">
        {marks.map((mark) => (
          <MarkItem key={`${mark.kind}${mark.label}`} mark={mark} />
        ))}
      </ol>
      <AddNote toDate={toDate} />
    </Card>
  );
}

function MarkItem({ mark: { label, date, note, algorithm } }: { readonly mark: NumberedMark }) {
  const remove = useRemoveNote();
  const text =
    note?.text ??
    t('trends.marks.algorithm', {
      date: formats.date(date),
      names: formats.list(algorithmNames(algorithm ?? '')),
    });
  return (
    <li>
      <span className="mark-number">{label}</span>
      <span className="legend-value">{formats.weekdayDate(date)}</span>
      <span className="written-text">{text}</span>
      {note?.own && (
        <Button
          look="quiet"
          aria-label={t('trends.marks.removeWhich', { text })}
          onPress={() =>
            remove.mutate(note.id, { onSuccess: () => tell({ text: t('trends.marks.removed') }) })
          }
        >
          {t('trends.marks.remove')}
        </Button>
      )}
    </li>
  );
}

function AddNote({ toDate }: { readonly toDate: string }) {
  const [text, setText] = useState('');
  const [date, setDate] = useState<string | null>(toDate);
  const { timeZone } = useWearerDay();
  const write = useWriteNote();
  const remove = useRemoveNote();
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (date === null || text.trim() === '') return;
    const atUs = dayStartUs(date, timeZone) + NOON_US;
    write.mutate(
      { kind: 'note', atUs, text: text.trim() },
      {
        onSuccess: (note) => {
          setText('');
          if (note) tell({ text: t('trends.marks.added'), undo: () => remove.mutate(note.id) });
        },
        onError: (error) => tell({ text: t('trends.marks.failed', { reason: failureWords(error).what }) }),
      },
    );
  };
  return (
    <form className="mark-form" onSubmit={onSubmit}>
      <DatePicker label={t('trends.marks.day')} value={date} onChange={setDate} max={toDate} />
      <TextField
        label={t('trends.marks.note')}
        hint={t('trends.marks.hint')}
        value={text}
        onChange={setText}
        maxLength={4000}
      />
      <Button type="submit" isDisabled={text.trim() === '' || date === null}>
        {t('trends.marks.add')}
      </Button>
    </form>
  );
}
