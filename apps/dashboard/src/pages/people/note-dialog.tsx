import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextField } from '../../components/text-field.tsx';
import { tell } from '../../components/toasts.ts';
import { t } from '../../locales/t.ts';
import { failureWords } from '../../rest/failure-words.ts';
import { useRemoveNoteOf, useWriteNoteFor } from '../../rest/use-wearer-notes.ts';

interface NoteDialogProps {
  readonly wearer: string;
  readonly name: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

const US_PER_MS = 1000;
const NOTE_ROWS = 5;

/** A note for a person, written down in a few seconds; it can be taken back right after. */
export function NoteDialog({ wearer, name, open, onOpenChange }: NoteDialogProps) {
  const [text, setText] = useState('');
  const write = useWriteNoteFor(wearer);
  const remove = useRemoveNoteOf(wearer);
  const save = async (close: () => void) => {
    const note = await write.mutateAsync({ kind: 'note', atUs: Date.now() * US_PER_MS, text });
    setText('');
    close();
    tell({ text: t('people.noteSaved', { name }), undo: () => remove.mutate(note.id) });
  };
  return (
    <Dialog title={t('people.noteFor', { name })} open={open} onOpenChange={onOpenChange}>
      {(close) => (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            save(close).catch(() => undefined);
          }}
        >
          <TextField
            label={t('people.noteText')}
            hint={t('people.noteHint', { name })}
            rows={NOTE_ROWS}
            value={text}
            onChange={setText}
            isRequired
            autoFocus
          />
          {write.isError && <p role="alert">{failureWords(write.error).what}</p>}
          <Button type="submit" look="primary" isPending={write.isPending} isDisabled={text.trim() === ''}>
            {t('people.noteSave')}
          </Button>
        </form>
      )}
    </Dialog>
  );
}
