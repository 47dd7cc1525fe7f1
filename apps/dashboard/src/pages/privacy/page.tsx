import { Card } from '../../components/card.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useWearerDay, WithWearerDay } from '../../components/wearer-day.tsx';
import { t } from '../../locales/t.ts';
import { useRetention } from '../../rest/use-deletions.ts';
import { TokensCard } from '../tokens-card.tsx';
import { AuditCard } from './audit-card.tsx';
import { ConsentsCard } from './consents-card.tsx';
import { DeleteCard } from './delete-card.tsx';
import { TakeCard } from './take-card.tsx';
import '../wearer.css';
import './privacy.css';

const HEIGHT_REM = 60;

/** What is stored, who may look, who did, and how to take it away or delete it. */
export function Page() {
  return (
    <div className="page">
      <h1>{t('privacy.heading')}</h1>
      <p className="page-lead">{t('privacy.lead')}</p>
      <StoredCard />
      <WithWearerDay height={HEIGHT_REM}>
        <ConsentsCard />
        <AuditCard />
        <TakeCard />
        <DeleteCard />
        <Tokens />
      </WithWearerDay>
    </div>
  );
}

function Tokens() {
  return <TokensCard timeZone={useWearerDay().timeZone} />;
}

function StoredCard() {
  const query = useRetention();
  const kept = (days: number | null) =>
    days === null ? t('privacy.stored.ever') : t('privacy.stored.days', { count: days });
  return (
    <Card title={t('privacy.stored.heading')} testId="stored">
      <p>{t('privacy.stored.where', { host: location.host })}</p>
      <QueryView query={query} height={6}>
        {({ rawDays, secondDays }) => (
          <ul className="plain-list">
            <li>{t('privacy.stored.raw', { kept: kept(rawDays) })}</li>
            <li>{t('privacy.stored.second', { kept: kept(secondDays) })}</li>
            <li>{t('privacy.stored.derived')}</li>
          </ul>
        )}
      </QueryView>
      <p className="caption">{t('privacy.stored.who')}</p>
    </Card>
  );
}
