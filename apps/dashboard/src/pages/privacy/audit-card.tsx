import { useState } from 'react';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RadioGroup } from '../../components/radio-group.tsx';
import { useWearerDay } from '../../components/wearer-day.tsx';
import { t } from '../../locales/t.ts';
import { useAudit } from '../../rest/use-consents.ts';
import { auditLines } from './privacy-view.ts';

/** Who, and what. */
const WORDS = [1, 2];

/** Who looked at the wearer's data, and what was changed. */
export function AuditCard() {
  const { timeZone } = useWearerDay();
  const query = useAudit();
  const [shown, setShown] = useState<'others' | 'all'>('others');
  const head = [t('privacy.audit.when'), t('privacy.audit.who'), t('privacy.audit.what')];
  return (
    <Card title={t('privacy.audit.heading')} testId="audit">
      <RadioGroup
        label={t('privacy.audit.filter')}
        value={shown}
        onChange={setShown}
        options={(['others', 'all'] as const).map((value) => ({ value, label: t(`privacy.audit.${value}`) }))}
      />
      <QueryView query={query} height={10}>
        {(entries) => {
          const lines = auditLines(entries, shown === 'others', timeZone);
          if (lines.length === 0) return <p>{t('privacy.audit.none')}</p>;
          const rows = lines.map(({ when, who, what }) => [when, who, what]);
          return (
            <DataTable
              id="audit-table"
              caption={t('privacy.audit.caption')}
              head={head}
              rows={rows}
              words={WORDS}
            />
          );
        }}
      </QueryView>
    </Card>
  );
}
