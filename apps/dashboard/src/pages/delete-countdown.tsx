import type { NewDeletion } from '@plumbline/contract';
import { useEffect, useState } from 'react';
import { Button } from '../components/button.tsx';
import { tell } from '../components/toasts.ts';
import { t } from '../locales/t.ts';
import { failureWords } from '../rest/failure-words.ts';
import { useDelete } from '../rest/use-deletions.ts';
import { rowsRemoved } from './privacy/privacy-view.ts';
import './delete-countdown.css';

/** Deleting waits this long, so that it can be taken back; the server deletes at once and for good. */
export const UNDO_S = 10;
const TICK_MS = 1000;
/** Oneself, with all that is one's own. */
export const EVERYTHING: NewDeletion = { kind: 'person', confirm: 'delete everything' };

interface DeleteCountdownProps {
  readonly wanted: NewDeletion;
  /** What will be deleted in so many seconds. */
  readonly words: (seconds: number) => string;
  readonly onEnd: () => void;
}

/** Leaving the page keeps everything: only who waits deletes. */
export function DeleteCountdown({ wanted, words, onEnd }: DeleteCountdownProps) {
  const [left, setLeft] = useState(UNDO_S);
  const remove = useDelete();
  useEffect(() => {
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const due = left === 0 && remove.isIdle;
  useEffect(() => {
    if (!due) return;
    // Told by the promise: whoever deletes everything leaves this page before the answer is taken in.
    void remove
      .mutateAsync(wanted)
      .then(
        (deletion) => t('privacy.delete.done', { count: rowsRemoved(deletion) }),
        (error: unknown) => t('privacy.delete.failed', { reason: failureWords(error).what }),
      )
      .then((text) => tell({ text, lasting: true }))
      .finally(onEnd);
  }, [due, remove, wanted, onEnd]);
  const keep = () => {
    onEnd();
    tell({ text: t('privacy.delete.kept') });
  };
  return (
    <div className="countdown" role="timer">
      <p>{words(left)}</p>
      <progress aria-hidden="true" value={left} max={UNDO_S} />
      <Button look="primary" autoFocus isDisabled={left === 0} onPress={keep}>
        {t('privacy.delete.keep')}
      </Button>
    </div>
  );
}
