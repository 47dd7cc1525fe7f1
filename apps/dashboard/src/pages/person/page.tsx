import type { VisibleWearer } from '@plumbline/contract';
import { Link } from 'wouter';
import { t } from '../../locales/t.ts';
import { useInAddress, weeksOf } from '../address.ts';
import { Back, ConsentedWearer, WeeksChoice } from '../consented-wearer.tsx';
import { scopeWords, untilWords } from '../people/people-words.ts';
import { Visit } from './visit.tsx';
import './person.css';

const HEIGHT_REM = 40;

/** One person on one screen, for a visit of ten minutes. */
export function Page() {
  const back = () => <Back href="/people">{t('person.back')}</Back>;
  return (
    <ConsentedWearer height={HEIGHT_REM} back={back}>
      {(entry) => (entry.scopes.includes('summary') ? <Person entry={entry} /> : <NoSummary entry={entry} />)}
    </ConsentedWearer>
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
  const [weeks, setWeeks] = useInAddress('weeks', weeksOf);
  const access = { until: untilWords(entry.untilUs), scopes: scopeWords(entry.scopes) };
  return (
    <>
      <div className="page-head">
        <div>
          <h1>{entry.name}</h1>
          <p className="caption">{t('person.access', access)}</p>
        </div>
        <div className="visit-tools">
          <WeeksChoice weeks={weeks} onChange={setWeeks} />
          <Link href={`/people/${entry.id}/report?weeks=${weeks}`} className="button button-link">
            {t('person.report')}
          </Link>
        </div>
      </div>
      <Visit entry={entry} weeks={weeks} />
    </>
  );
}
