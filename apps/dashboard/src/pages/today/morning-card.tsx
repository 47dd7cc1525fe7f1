import type { Today } from '@plumbline/contract';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { tell } from '../../components/toasts.ts';
import { t } from '../../locales/t.ts';
import { failureWords } from '../../rest/failure-words.ts';
import { useNotes, useRemoveNote, useWriteNote } from '../../rest/use-notes.ts';
import { askedOf } from './today-span.ts';

const ANSWERS = ['better', 'same', 'worse'] as const;
const SKIPPED_KEY = 'plumbline.morning.skipped';

/** One tap in the morning; asked once a day, and no more when it was skipped. */
export function MorningCard({ today }: { readonly today: Today }) {
  const notes = useNotes(askedOf(today));
  const [skipped, setSkipped] = useState(() => readSkipped() === today.date);
  const answered = notes.data?.some(({ kind }) => kind === 'response_24h') ?? true;
  if (answered || skipped) return null;
  const skip = () => {
    writeSkipped(today.date);
    setSkipped(true);
  };
  return (
    <section className="card morning" aria-label={t('today.morning.question')} data-testid="morning">
      <div>
        <p className="morning-question">{t('today.morning.question')}</p>
        <p className="caption">{t('today.morning.why')}</p>
      </div>
      <Answers skip={skip} />
    </section>
  );
}

function Answers({ skip }: { readonly skip: () => void }) {
  const write = useWriteNote();
  const answer = useAnswer(write, skip);
  return (
    <fieldset className="wishes">
      <legend className="visually-hidden">{t('today.morning.answers')}</legend>
      {ANSWERS.map((text) => (
        <Button key={text} isDisabled={write.isPending} onPress={() => answer(text)}>
          {t(`today.morning.${text}`)}
        </Button>
      ))}
      <Button look="quiet" onPress={skip}>
        {t('today.morning.skip')}
      </Button>
    </fieldset>
  );
}

/** An answer that waits for the server counts as given: it is not asked for again. */
function useAnswer(write: ReturnType<typeof useWriteNote>, skip: () => void) {
  const remove = useRemoveNote();
  return (text: (typeof ANSWERS)[number]) =>
    write.mutate(
      { kind: 'response_24h', atUs: Date.now() * 1000, text },
      {
        onSuccess: (note) => {
          if (note === null) return skip();
          tell({
            text: t('today.morning.thanks', { answer: t(`today.morning.${text}`) }),
            undo: () => remove.mutate(note.id),
          });
        },
        onError: (error) => tell({ text: t('today.morning.failed', { reason: failureWords(error).what }) }),
      },
    );
}

function readSkipped(): string | null {
  try {
    return localStorage.getItem(SKIPPED_KEY);
  } catch {
    return null;
  }
}

function writeSkipped(date: string): void {
  try {
    localStorage.setItem(SKIPPED_KEY, date);
  } catch {
    // Storage may be forbidden; it is then skipped as long as the page stays.
  }
}
