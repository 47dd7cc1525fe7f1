import type { TREND_WEEKS, VisibleWearer } from '@plumbline/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useParams } from 'wouter';
import { QueryView } from '../../components/query-view.tsx';
import { RadioGroup } from '../../components/radio-group.tsx';
import { t } from '../../locales/t.ts';
import { useWearers } from '../../rest/use-wearers.ts';
import { scopeWords, untilWords } from '../people/people-words.ts';
import { Visit } from './visit.tsx';
import './person.css';

type Weeks = (typeof TREND_WEEKS)[number];
const WEEKS = ['4', '12', '52'] as const;
const HEIGHT_REM = 40;

/** One person on one screen, for a visit of ten minutes. */
export function Page() {
  const { wearer = '' } = useParams<{ wearer: string }>();
  const wearers = useWearers();
  return (
    <div className="page person">
      <Link href="/people" className="back-link">
        {t('person.back')}
      </Link>
      <QueryView query={wearers} height={HEIGHT_REM}>
        {(list) => (
          <Opened key={wearer} wearer={wearer} entry={list.find(({ id }) => id === wearer) ?? null} />
        )}
      </QueryView>
    </div>
  );
}

interface OpenedProps {
  readonly wearer: string;
  readonly entry: VisibleWearer | null;
}

/** Shows what the consent opens, for as long as it does. */
function Opened({ wearer, entry }: OpenedProps) {
  useForgetting(wearer, entry === null);
  if (entry === null) return <Gone />;
  if (!entry.scopes.includes('summary')) return <NoSummary entry={entry} />;
  return <Person entry={entry} />;
}

/** What was fetched of somebody whose consent is over must not stay in the page. */
export function useForgetting(wearer: string, gone: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (gone) client.removeQueries({ predicate: ({ queryKey }) => queryKey.includes(wearer) });
  }, [client, wearer, gone]);
}

export function Gone() {
  return (
    <section className="card empty-state" data-testid="gone" role="status">
      <h1>{t('person.gone')}</h1>
      <p className="reason">{t('person.goneNext')}</p>
    </section>
  );
}

function NoSummary({ entry }: { readonly entry: VisibleWearer }) {
  return (
    <section className="card empty-state">
      <h1>{entry.name}</h1>
      <p className="reason">{t('person.noSummary', { scopes: scopeWords(entry.scopes) })}</p>
    </section>
  );
}

function Person({ entry }: { readonly entry: VisibleWearer }) {
  const [weeks, setWeeks] = useState<Weeks>(4);
  const access = { until: untilWords(entry.untilUs), scopes: scopeWords(entry.scopes) };
  return (
    <>
      <div className="page-head">
        <div>
          <h1>{entry.name}</h1>
          <p className="caption">{t('person.access', access)}</p>
        </div>
        <div className="visit-tools">
          <RadioGroup
            label={t('person.period')}
            orientation="horizontal"
            options={WEEKS.map((value) => ({ value, label: t(`person.weeks.${value}`) }))}
            value={String(weeks) as (typeof WEEKS)[number]}
            onChange={(value) => setWeeks(Number(value) as Weeks)}
          />
          <Link href={`/people/${entry.id}/report?weeks=${weeks}`} className="button button-link">
            {t('person.report')}
          </Link>
        </div>
      </div>
      <Visit entry={entry} weeks={weeks} />
    </>
  );
}
