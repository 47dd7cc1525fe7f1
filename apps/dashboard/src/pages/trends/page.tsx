import { TREND_WEEKS, type Trends } from '@plumbline/contract';
import { useMemo } from 'react';
import { DatePicker } from '../../components/date-picker.tsx';
import { Failure } from '../../components/failure.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RadioGroup } from '../../components/radio-group.tsx';
import { Select } from '../../components/select.tsx';
import { WithWearerDay } from '../../components/wearer-day.tsx';
import { dateAfter } from '../../locales/dates.ts';
import { t } from '../../locales/t.ts';
import { measureName } from '../../measures/measure-words.ts';
import { usePlan } from '../../rest/use-plan.ts';
import { useStandingFailure } from '../../rest/use-standing-failure.ts';
import { useTrends, useTrendsUntil } from '../../rest/use-trends.ts';
import { dateOf, oneOf, useInAddress, type Weeks, weeksOf } from '../address.ts';
import { DiscomfortCard } from '../discomfort-card.tsx';
import { PlanCard } from '../person/plan-card.tsx';
import { Marks, useMarks } from './marks.tsx';
import { TrendCard } from './trend-card.tsx';
import { measureIn, plannedOf, TREND_IDS, type TrendId } from './trend-view.ts';
import '../wearer.css';
import './trends.css';

const HEIGHT_REM = 34;

const AGAINST = ['none', 'before', 'date'] as const;
const idOf = (text: string | null) => oneOf(TREND_IDS, text);
const againstOf = (text: string | null) => oneOf(AGAINST, text);

/** A measure over weeks and months, against another time if one likes. */
export function Page() {
  const [weeks, setWeeks] = useInAddress('weeks', weeksOf);
  const [id, setId] = useInAddress('measure', idOf);
  const query = useTrends(weeks);
  return (
    <div className="page">
      <h1>{t('trends.heading')}</h1>
      <div className="trend-choices">
        <RadioGroup
          label={t('trends.span')}
          value={String(weeks)}
          onChange={(value) => setWeeks(weeksOf(value))}
          options={TREND_WEEKS.map((count) => ({
            value: String(count),
            label: t('trends.weeks', { count }),
          }))}
        />
        <Select
          label={t('trends.measure')}
          value={id}
          onChange={setId}
          options={TREND_IDS.map((value) => ({ value, label: measureName(value) }))}
        />
      </div>
      <QueryView query={query} height={HEIGHT_REM}>
        {(trends) => (
          <WithWearerDay height={HEIGHT_REM}>
            <Trend key={weeks} trends={trends} id={id} weeks={weeks} settled={!query.isPlaceholderData} />
          </WithWearerDay>
        )}
      </QueryView>
    </div>
  );
}

interface TrendProps {
  readonly trends: Trends;
  readonly id: TrendId;
  readonly weeks: Weeks;
  /** Not those of the span before, while another is fetched. */
  readonly settled: boolean;
}

function Trend({ trends, id, weeks, settled }: TrendProps) {
  const [against, setAgainst] = useInAddress('against', againstOf);
  const [date, setDate] = useInAddress('until', dateOf);
  const earlier = date !== null && date <= trends.toDate ? date : null;
  const wanted = { none: null, before: dateAfter(trends.fromDate, -1), date: earlier }[against];
  const until = settled ? wanted : null;
  const then = useTrendsUntil(weeks, until).data ?? null;
  const marks = useMarks(trends);
  const { data: plan } = usePlan('me', weeks);
  const planned = useMemo(() => plannedOf(id, plan, trends), [id, plan, trends]);
  const measure = measureIn(trends, id);
  if (!measure) return null;
  return (
    <>
      <div className="trend-choices">
        <RadioGroup
          label={t('trends.compare.label')}
          value={against}
          onChange={setAgainst}
          options={[
            { value: 'none', label: t('trends.compare.none') },
            { value: 'before', label: t('trends.compare.before', { weeks }) },
            { value: 'date', label: t('trends.compare.date') },
          ]}
        />
        {against === 'date' && (
          <DatePicker
            label={t('trends.compare.until', { weeks })}
            value={date}
            onChange={setDate}
            max={trends.toDate}
          />
        )}
      </div>
      <TrendCard {...{ trends, measure, marks, planned }} then={until === null ? null : then} />
      <Marks marks={marks} toDate={trends.toDate} />
      <DiscomfortCard weeks={weeks} />
      <AgreedPlan trends={trends} weeks={weeks} />
    </>
  );
}

/** Once somebody has agreed on something, the wearer sees it beside what was done. */
function AgreedPlan({ trends, weeks }: Pick<TrendProps, 'trends' | 'weeks'>) {
  const query = usePlan('me', weeks);
  const failure = useStandingFailure(query);
  const { data: plan, isFetching, refetch } = query;
  if (failure && !plan)
    return <Failure error={failure} retry={() => void refetch()} isRetrying={isFetching} />;
  if (!plan || plan.changedUs === null) return null;
  return <PlanCard wearer="me" plan={plan} trends={trends} mayChange={false} />;
}
