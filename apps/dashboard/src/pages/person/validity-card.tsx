import type { Trends } from '@plumbline/contract';
import { Card } from '../../components/card.tsx';
import { t } from '../../locales/t.ts';
import { FactList } from './fact-list.tsx';
import { validityOf } from './figures.ts';
import { validityFacts } from './visit-facts.ts';

/** Before any number: how much there is that numbers can rest on. */
export function ValidityCard({ trends }: { readonly trends: Trends }) {
  const validity = validityOf(trends);
  const changes = validity.algorithmChanges.length;
  return (
    <Card title={t('person.validity.title')} testId="validity" className="visit-wide">
      <FactList facts={validityFacts(validity)} />
      <p className="summary">
        {t(`person.validity.grade.${validity.grade}`)} {t('person.figure.note')}
      </p>
      {changes > 0 && <p className="summary">{t('person.validity.versions', { count: changes })}</p>}
    </Card>
  );
}
