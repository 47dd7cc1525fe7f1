import type { NewStudy, Person, Study } from '@plumbline/contract';
import { type FormEvent, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextField } from '../../components/text-field.tsx';
import { tell } from '../../components/toasts.ts';
import { t } from '../../locales/t.ts';
import { failureWords } from '../../rest/failure-words.ts';
import { useCloseStudy, useOpenStudy, useResearchers } from '../../rest/use-operate-studies.ts';

const NOTHING: NewStudy = { name: '', purpose: '', members: [] };
const PURPOSE_ROWS = 3;

/** For operators: a study begins here. */
export function NewStudyButton() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>{t('studies.new')}</Button>
      <Dialog title={t('studies.new')} open={open} onOpenChange={setOpen}>
        {(close) => <NewStudyForm done={close} />}
      </Dialog>
    </>
  );
}

function NewStudyForm({ done }: { readonly done: () => void }) {
  const [study, setStudy] = useState(NOTHING);
  const researchers = useResearchers();
  const create = useOpenStudy();
  const ready = study.name.trim() !== '' && study.purpose.trim() !== '' && study.members.length > 0;
  const created = () => {
    done();
    tell({ text: t('studies.created') });
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(study, { onSuccess: created });
  };
  return (
    <form className="form" onSubmit={onSubmit}>
      <TextField
        label={t('studies.name')}
        value={study.name}
        onChange={(name) => setStudy({ ...study, name })}
        isRequired
      />
      <TextField
        label={t('studies.purpose')}
        hint={t('studies.purposeHint')}
        rows={PURPOSE_ROWS}
        value={study.purpose}
        onChange={(purpose) => setStudy({ ...study, purpose })}
        isRequired
      />
      <Members
        people={researchers.data ?? []}
        chosen={study.members}
        onChange={(members) => setStudy({ ...study, members })}
      />
      {create.isError && <p role="alert">{failureWords(create.error).what}</p>}
      <Button type="submit" look="primary" isDisabled={!ready} isPending={create.isPending}>
        {t('studies.create')}
      </Button>
    </form>
  );
}

interface MembersProps {
  readonly people: readonly Person[];
  readonly chosen: readonly string[];
  readonly onChange: (members: string[]) => void;
}

function Members({ people, chosen, onChange }: MembersProps) {
  return (
    <fieldset className="members">
      <legend>{t('studies.members')}</legend>
      {people.length === 0 && <p className="reason">{t('studies.membersNone')}</p>}
      {people.map(({ id, name }) => (
        <Checkbox
          key={id}
          isSelected={chosen.includes(id)}
          onChange={(on) => onChange(on ? [...chosen, id] : chosen.filter((each) => each !== id))}
        >
          {name}
        </Checkbox>
      ))}
    </fieldset>
  );
}

/** Cannot be taken back: it says so beside the button. */
export function CloseStudy({ study }: { readonly study: Study }) {
  const close = useCloseStudy();
  return (
    <div className="close-study">
      <Button isPending={close.isPending} onPress={() => close.mutate(study.id)}>
        {t('studies.close')}
      </Button>
      <p className="caption">{t('studies.closeHint')}</p>
      {close.isError && <p role="alert">{failureWords(close.error).what}</p>}
    </div>
  );
}
