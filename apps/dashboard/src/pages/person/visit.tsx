import type { TREND_WEEKS, VisibleWearer } from '@plumbline/contract';
import { Failure } from '../../components/failure.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Loading } from '../../components/skeleton.tsx';
import { zoneName } from '../../locales/reader-zone.ts';
import { weekdaySpan } from '../../locales/span.ts';
import { t } from '../../locales/t.ts';
import { useVisitTrends } from '../../rest/use-visit-trends.ts';
import { ClosedDiscomfort, DiscomfortCard } from '../discomfort-card.tsx';
import { scopeWords } from '../people/people-words.ts';
import { CompareCard } from './compare-card.tsx';
import { COMPARED } from './compare-table.tsx';
import { ClosedDiary, DiaryCard } from './diary-card.tsx';
import { LoadCard } from './load-card.tsx';
import { PlanCard } from './plan-card.tsx';
import { plannedIndices } from './plan-done.ts';
import { SittingCard } from './sitting-card.tsx';
import { TurningCard } from './turning-card.tsx';
import { useVisit, type VisitData } from './use-visit.ts';
import { ValidityCard } from './validity-card.tsx';

const HEIGHT_REM = 36;
const COMPARE_HEIGHT_REM = 24;
const A_YEAR = 52;

interface VisitProps {
  readonly entry: VisibleWearer;
  readonly weeks: (typeof TREND_WEEKS)[number];
}

export function Visit({ entry, weeks }: VisitProps) {
  const { data, error, isRetrying, refetch } = useVisit(entry, weeks);
  if (data) return <Cards entry={entry} weeks={weeks} visit={data} />;
  if (error) return <Failure error={error} retry={refetch} isRetrying={isRetrying} />;
  return <Loading height={HEIGHT_REM} />;
}

interface CardsProps extends VisitProps {
  readonly visit: VisitData;
}

function Cards({ entry, weeks, visit }: CardsProps) {
  const { trends, plan, notes } = visit;
  const year = useVisitTrends(entry.id, A_YEAR, COMPARED);
  return (
    <>
      <p className="lead" data-testid="visit-range">
        {t('person.range', weekdaySpan(trends.fromDate, trends.toDate))}
      </p>
      <div className="visit">
        <ValidityCard trends={trends} />
        <SittingCard trends={trends} />
        <TurningCard trends={trends} planned={plannedIndices(plan, trends.dates)} />
        <LoadCard trends={trends} />
        <PlanCard wearer={entry.id} plan={plan} trends={trends} mayChange={notes !== null} />
        {notes === null ? (
          <ClosedDiary />
        ) : (
          <DiaryCard wearer={entry.id} name={entry.name} notes={notes} timeZone={trends.timeZone} />
        )}
        <Discomfort entry={entry} weeks={weeks} />
        <div className="visit-wide">
          <QueryView query={year} height={COMPARE_HEIGHT_REM}>
            {(trendsOfYear) => <CompareCard trends={trendsOfYear} />}
          </QueryView>
        </div>
      </div>
      <p className="caption">{t('app.timeZone', { zone: zoneName(trends.timeZone) })}</p>
    </>
  );
}

/** What it compares is opened by two scopes. */
function Discomfort({ entry: { id, scopes }, weeks }: VisitProps) {
  const missing = (['diary', 'detail'] as const).filter((scope) => !scopes.includes(scope));
  if (missing.length > 0) return <ClosedDiscomfort scopes={scopeWords(missing)} className="visit-wide" />;
  return <DiscomfortCard weeks={weeks} wearer={id} className="visit-wide" />;
}
