import type { Consent } from '@plumbline/contract';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { tell } from '../../components/toasts.ts';
import { useWearerDay } from '../../components/wearer-day.tsx';
import { formats, t } from '../../locales/t.ts';
import { failureWords } from '../../rest/failure-words.ts';
import { useConsents, useGiveConsent, useWithdrawConsent } from '../../rest/use-consents.ts';
import { GiveConsent } from './give-consent.tsx';
import { endWords, scopesWords, sortConsents } from './privacy-view.ts';

/** Who may look, at what, what for and until when; and who might once. */
export function ConsentsCard() {
  const query = useConsents();
  const [giving, setGiving] = useState(false);
  const actions = <Button onPress={() => setGiving(true)}>{t('privacy.consents.give')}</Button>;
  return (
    <Card title={t('privacy.consents.heading')} testId="consents" actions={actions}>
      <QueryView query={query} height={8}>
        {(consents) => <Lists consents={consents} />}
      </QueryView>
      <GiveConsent open={giving} onOpenChange={setGiving} />
    </Card>
  );
}

function Lists({ consents }: { readonly consents: readonly Consent[] }) {
  const [history, setHistory] = useState(false);
  const { open, over } = sortConsents(consents, Date.now() * 1000);
  return (
    <>
      {open.length === 0 && <p>{t('privacy.consents.none')}</p>}
      <ul className="grant-list">
        {open.map((consent) => (
          <Grant key={consent.id} consent={consent} />
        ))}
      </ul>
      {over.length > 0 && (
        <Button look="quiet" aria-expanded={history} onPress={() => setHistory(!history)}>
          {history
            ? t('privacy.consents.hideHistory')
            : t('privacy.consents.history', { count: over.length })}
        </Button>
      )}
      {history && (
        <ul className="grant-list">
          {over.map((consent) => (
            <Grant key={consent.id} consent={consent} ended />
          ))}
        </ul>
      )}
    </>
  );
}

function Grant({ consent, ended = false }: { readonly consent: Consent; readonly ended?: boolean }) {
  const { timeZone } = useWearerDay();
  const { grantee, purpose, scopes, untilUs } = consent;
  return (
    <li className="grant" data-ended={ended}>
      <div>
        <p className="grant-name">
          {grantee.name} <span className="caption">{t(`privacy.consents.kind.${grantee.kind}`)}</span>
        </p>
        <p>{purpose}</p>
        <p className="caption">
          {t('privacy.consents.sees', { scopes: scopesWords(scopes) })} ·{' '}
          {ended
            ? endWords(consent, timeZone)
            : t('privacy.consents.until', { date: formats.longDate(untilUs, timeZone) })}
        </p>
      </div>
      {!ended && <Withdraw consent={consent} />}
    </li>
  );
}

/** Withdrawn at once: whoever looks on loses the picture. Taking it back gives the same consent anew. */
function Withdraw({ consent }: { readonly consent: Consent }) {
  const withdraw = useWithdrawConsent();
  const give = useGiveConsent();
  const { id, grantee, purpose, scopes, untilUs } = consent;
  const again = () =>
    give.mutate({ grantee: { kind: grantee.kind, id: grantee.id }, purpose, scopes, untilUs });
  const run = () =>
    withdraw.mutate(id, {
      onSuccess: () => tell({ text: t('privacy.consents.withdrawn', { name: grantee.name }), undo: again }),
      onError: (error) => tell({ text: t('privacy.consents.failed', { reason: failureWords(error).what }) }),
    });
  return (
    <Button
      isPending={withdraw.isPending}
      aria-label={t('privacy.consents.withdrawWhich', { name: grantee.name })}
      onPress={run}
    >
      {t('privacy.consents.withdraw')}
    </Button>
  );
}
