import { type NewConsent, SCOPES, type Scope } from '@plumbline/contract';
import { type FormEvent, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { DatePicker } from '../../components/date-picker.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Select } from '../../components/select.tsx';
import { Loading } from '../../components/skeleton.tsx';
import { TextField } from '../../components/text-field.tsx';
import { tell } from '../../components/toasts.ts';
import { useWearerDay } from '../../components/wearer-day.tsx';
import { dateAfter } from '../../locales/dates.ts';
import { t } from '../../locales/t.ts';
import { failureWords } from '../../rest/failure-words.ts';
import { useGiveConsent, useGrantees } from '../../rest/use-consents.ts';
import type { WearerDay } from '../../rest/use-today.ts';
import { spanUs } from './privacy-view.ts';

interface GiveConsentProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function GiveConsent({ open, onOpenChange }: GiveConsentProps) {
  return (
    <Dialog title={t('privacy.give.heading')} open={open} onOpenChange={onOpenChange}>
      {(close) => <Choices close={close} />}
    </Dialog>
  );
}

interface Grantee {
  readonly kind: 'person' | 'study';
  readonly id: string;
  readonly name: string;
}

function Choices({ close }: { readonly close: () => void }) {
  const { therapists, studies } = useGrantees(true);
  if (therapists.isPending || studies.isPending) return <Loading height={16} />;
  const people = therapists.data?.map(({ id, name }) => ({ kind: 'person' as const, id, name })) ?? [];
  const open = studies.data?.filter(({ closedUs }) => closedUs === null) ?? [];
  const grantees = [...people, ...open.map(({ id, name }) => ({ kind: 'study' as const, id, name }))];
  return grantees.length === 0 ? (
    <p>{t('privacy.give.nobody')}</p>
  ) : (
    <Form grantees={grantees} close={close} />
  );
}

/** A treatment is looked over again about then; the wearer can say any other day. */
const USUAL_DAYS = 90;
const USUAL_SCOPES: readonly Scope[] = ['summary', 'detail'];

interface Draft {
  readonly who: string | null;
  readonly purpose: string;
  readonly scopes: readonly Scope[];
  readonly until: string | null;
}

function Form({ grantees, close }: { readonly grantees: readonly Grantee[]; readonly close: () => void }) {
  const day = useWearerDay();
  const today = day.date;
  const [draft, setDraft] = useState<Draft>({
    ...{ who: grantees[0]?.id ?? null, purpose: '', scopes: USUAL_SCOPES },
    until: dateAfter(today, USUAL_DAYS),
  });
  const give = useGiveConsent();
  const consent = consentOf(draft, grantees, day);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!consent) return;
    give.mutate(consent, {
      onSuccess: ({ grantee }) => {
        tell({ text: t('privacy.consents.given', { name: grantee.name }) });
        close();
      },
      onError: (error) => tell({ text: t('privacy.consents.failed', { reason: failureWords(error).what }) }),
    });
  };
  return (
    <form className="form" onSubmit={onSubmit}>
      <Fields
        draft={draft}
        grantees={grantees}
        today={today}
        onChange={(part) => setDraft({ ...draft, ...part })}
      />
      <Button look="primary" type="submit" isDisabled={consent === null} isPending={give.isPending}>
        {t('privacy.give.confirm')}
      </Button>
    </form>
  );
}

/** Null while something is still to be said. */
function consentOf(draft: Draft, grantees: readonly Grantee[], day: WearerDay): NewConsent | null {
  const { purpose, scopes, until } = draft;
  const grantee = grantees.find(({ id }) => id === draft.who);
  if (!grantee || purpose.trim() === '' || scopes.length === 0 || until === null) return null;
  return {
    grantee: { kind: grantee.kind, id: grantee.id },
    purpose: purpose.trim(),
    scopes: [...scopes],
    untilUs: spanUs({ from: day.date, to: until }, day.timeZone).untilUs,
  };
}

interface FieldsProps {
  readonly draft: Draft;
  readonly grantees: readonly Grantee[];
  readonly today: string;
  readonly onChange: (part: Partial<Draft>) => void;
}

function Fields({ draft, grantees, today, onChange }: FieldsProps) {
  return (
    <>
      <Select
        label={t('privacy.give.who')}
        hint={t('privacy.give.whoHint')}
        value={draft.who}
        onChange={(who) => onChange({ who })}
        options={grantees.map(({ kind, id, name }) => ({
          value: id,
          label: `${name} (${t(`privacy.consents.kind.${kind}`)})`,
        }))}
      />
      <TextField
        label={t('privacy.give.purpose')}
        hint={t('privacy.give.purposeHint')}
        value={draft.purpose}
        onChange={(purpose) => onChange({ purpose })}
        maxLength={500}
      />
      <Scopes scopes={draft.scopes} onChange={(scopes) => onChange({ scopes })} />
      <DatePicker
        label={t('privacy.give.until')}
        hint={t('privacy.give.untilHint')}
        value={draft.until}
        onChange={(until) => onChange({ until })}
        min={today}
      />
    </>
  );
}

interface ScopesProps {
  readonly scopes: readonly Scope[];
  readonly onChange: (scopes: readonly Scope[]) => void;
}

function Scopes({ scopes, onChange }: ScopesProps) {
  return (
    <fieldset className="scopes">
      <legend className="field-label">{t('privacy.give.what')}</legend>
      {SCOPES.map((scope) => (
        <Checkbox
          key={scope}
          isSelected={scopes.includes(scope)}
          onChange={(on) => onChange(SCOPES.filter((each) => (each === scope ? on : scopes.includes(each))))}
        >
          {t(`privacy.scope.${scope}`)}
        </Checkbox>
      ))}
    </fieldset>
  );
}
