import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { QueryView } from '../../components/query-view.tsx';
import { Select } from '../../components/select.tsx';
import { t } from '../../locales/t.ts';
import { useStudies } from '../../rest/use-study-data.ts';
import { BuilderCard } from './builder-card.tsx';
import { DictionaryCard } from './dictionary-card.tsx';
import { JobsCard } from './jobs-card.tsx';
import './exports.css';

const HEIGHT_REM = 30;

/** Taking the data of a study away. */
export function Page() {
  const studies = useStudies();
  return (
    <div className="page exports">
      <h1>{t('exports.title')}</h1>
      <p className="lead">{t('exports.lead')}</p>
      <QueryView query={studies} height={HEIGHT_REM}>
        {(all) => {
          const open = all.filter(({ member, closedUs }) => member && closedUs === null);
          return open.length === 0 ? <NoStudy /> : <ForStudy studies={open} />;
        }}
      </QueryView>
      <JobsCard />
      <DictionaryCard />
    </div>
  );
}

function NoStudy() {
  return (
    <section className="card empty-state">
      <h2>{t('exports.none')}</h2>
      <p className="reason">{t('exports.noneNext')}</p>
    </section>
  );
}

interface ForStudyProps {
  readonly studies: readonly { readonly id: string; readonly name: string }[];
}

function ForStudy({ studies }: ForStudyProps) {
  const [search] = useSearchParams();
  const asked = studies.find(({ id }) => id === search.get('study')) ?? studies[0]!;
  const [study, setStudy] = useState(asked.id);
  const select = studies.length > 1 && (
    <Select
      label={t('exports.study')}
      options={studies.map(({ id, name }) => ({ value: id, label: name }))}
      value={study}
      onChange={setStudy}
    />
  );
  return <BuilderCard key={study} study={study} select={select} />;
}
