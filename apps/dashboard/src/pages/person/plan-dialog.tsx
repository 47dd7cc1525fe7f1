import type { PlanSettings } from '@plumbline/contract';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { tell } from '../../components/toasts.ts';
import { t } from '../../locales/t.ts';
import { failureWords } from '../../rest/failure-words.ts';
import { useSetPlan } from '../../rest/use-plan.ts';
import { PlanFields } from './plan-fields.tsx';

interface PlanDialogProps {
  readonly wearer: string;
  readonly settings: PlanSettings;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Agreeing on something else; it can be taken back right after. */
export function PlanDialog({ wearer, settings, open, onOpenChange }: PlanDialogProps) {
  const [draft, setDraft] = useState(settings);
  const set = useSetPlan(wearer);
  const save = async () => {
    await set.mutateAsync(draft);
    onOpenChange(false);
    tell({ text: t('person.plan.saved'), undo: () => set.mutate(settings) });
  };
  const change = (next: boolean) => {
    setDraft(settings);
    onOpenChange(next);
  };
  return (
    <Dialog title={t('person.plan.change')} open={open} onOpenChange={change}>
      {() => (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            save().catch(() => undefined);
          }}
        >
          <PlanFields settings={draft} onChange={setDraft} />
          {!inOrder(draft) && <p role="alert">{t('person.plan.form.order')}</p>}
          {set.isError && <p role="alert">{failureWords(set.error).what}</p>}
          <p className="caption">{t('person.plan.hint')}</p>
          <Button type="submit" look="primary" isPending={set.isPending} isDisabled={!inOrder(draft)}>
            {t('person.plan.save')}
          </Button>
        </form>
      )}
    </Dialog>
  );
}

function inOrder({ breakMin, breaksPerDay, movingMin }: PlanSettings): boolean {
  return [breakMin, breaksPerDay, movingMin].every(({ least, most }) => least <= most);
}
