import type { OverviewEntry } from '@plumbline/contract';
import { useState } from 'react';
import { QueryView } from '../../components/query-view.tsx';
import { RadioGroup } from '../../components/radio-group.tsx';
import { TextField } from '../../components/text-field.tsx';
import { locale, t } from '../../locales/t.ts';
import { useOverview } from '../../rest/use-wearers.ts';
import { PeopleList } from './people-list.tsx';
import { type PeopleFilter, shownPeople } from './people-view.ts';
import './people.css';

const HEIGHT_REM = 24;

/** Everybody who lets one in, those with something to look at first. */
export function Page() {
  const overview = useOverview();
  return (
    <div className="page people">
      <h1>{t('people.title')}</h1>
      <QueryView query={overview} height={HEIGHT_REM}>
        {(entries) => (entries.length === 0 ? <Nobody /> : <People entries={entries} />)}
      </QueryView>
    </div>
  );
}

function Nobody() {
  return (
    <section className="card empty-state" data-testid="nobody">
      <h2>{t('people.none')}</h2>
      <p className="reason">{t('people.noneNext')}</p>
    </section>
  );
}

function People({ entries }: { readonly entries: readonly OverviewEntry[] }) {
  const [filter, setFilter] = useState<PeopleFilter>({ search: '', only: 'all' });
  const collator = new Intl.Collator(locale);
  const shown = shownPeople(entries, filter, (a, b) => collator.compare(a, b));
  const toLookAt = entries.filter(({ attentionCodes }) => attentionCodes.length > 0).length;
  const only = (['all', 'attention'] as const).map((value) => ({ value, label: t(`people.${value}`) }));
  return (
    <>
      <p className="lead" data-testid="people-lead">
        {t('people.lead', { count: entries.length })}{' '}
        {toLookAt > 0 ? t('people.toLookAt', { count: toLookAt }) : t('people.nothingToLookAt')}
      </p>
      <section className="card" aria-label={t('people.title')} data-testid="people">
        <div className="people-filter">
          <TextField
            label={t('people.search')}
            type="search"
            value={filter.search}
            onChange={(search) => setFilter({ ...filter, search })}
          />
          <RadioGroup
            label={t('people.show')}
            orientation="horizontal"
            options={only}
            value={filter.only}
            onChange={(value) => setFilter({ ...filter, only: value })}
          />
        </div>
        <PeopleList people={shown} empty={t('people.noMatch')} />
      </section>
    </>
  );
}
