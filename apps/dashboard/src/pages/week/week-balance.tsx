import type { Trends, Week } from '@plumbline/contract';
import type { Balance } from '../../charts/balance-layout.ts';
import { BalanceScale } from '../../charts/balance-scale.tsx';
import { ChartCard } from '../../charts/chart-card.tsx';
import { toCsv } from '../../charts/csv.ts';
import { useWearerDay } from '../../components/wearer-day.tsx';
import { formats, t } from '../../locales/t.ts';
import { balanceWords } from '../../measures/balance-words.ts';
import { amountWords, asymmetryWords } from '../../measures/measure-words.ts';
import { reasonWords } from '../../measures/reason-words.ts';
import { useTrends, useTrendsUntil } from '../../rest/use-trends.ts';
import { endOfPast, measureOf, type WeekDay } from './week-view.ts';

const ID = 'rotation_asymmetry_all';
const USUAL_WEEKS = 4;
const DAYS_A_WEEK = 7;

interface WeekBalanceProps {
  readonly week: Week;
  readonly days: readonly WeekDay[];
}

/** The week's left and right against the wearer's own four weeks, with what is noise between two weeks. */
export function WeekBalance({ week, days }: WeekBalanceProps) {
  const usual = useUsualUpTo(week.startDate);
  const mean = measureOf(week.measures, `${ID}_per_day`);
  const mdc = measureOf(week.measures, `${ID}_mdc95`)?.value ?? null;
  return (
    <ChartCard
      title={t('week.balance.heading')}
      testId="week-balance"
      className="week-wide"
      table={() => ({ caption: t('week.balance.table.caption'), ...balanceTable(days) })}
      csv={() => balanceCsv(days)}
      fileName={`plumbline-turning-${week.startDate}.csv`}
    >
      {typeof mean?.value === 'number' ? (
        <Scale
          asymmetry={mean.value}
          interval={mean.interval}
          mdc={mdc}
          usual={usual && [usual.low, usual.high]}
        />
      ) : (
        <p className="reason">{reasonWords(mean?.reason ?? '')}</p>
      )}
    </ChartCard>
  );
}

/** What was usual in the weeks up to the one that is shown, be it long ago; those of the present one are kept offline. */
function useUsualUpTo(startDate: string): Trends['measures'][number]['usual'] {
  const until = endOfPast(startDate, useWearerDay().date);
  const [now, then] = [useTrends(USUAL_WEEKS), useTrendsUntil(USUAL_WEEKS, until)];
  const { data } = until === null ? now : then;
  return data?.measures.find(({ id }) => id === ID)?.usual ?? null;
}

interface ScaleProps {
  readonly asymmetry: number;
  readonly interval: Balance['interval'];
  readonly mdc: number | null;
  readonly usual: Balance['usual'];
}

function Scale({ asymmetry, interval, mdc, usual }: ScaleProps) {
  const balance = { asymmetry, interval, usual };
  const said = balanceWords(balance);
  return (
    <>
      <p className="summary">{said}</p>
      <BalanceScale
        balance={balance}
        leftLabel={t('measures.left')}
        rightLabel={t('measures.right')}
        label={said}
      />
      <p className="caption">
        {usual && <>{t('week.balance.usual')} </>}
        {mdc !== null && t('week.balance.noise', { mdc: amountWords(ID, '1', mdc) })}
      </p>
    </>
  );
}

function balanceTable(days: readonly WeekDay[]) {
  const head = (['day', 'index', 'low', 'high'] as const).map((key) => t(`week.balance.table.${key}`));
  const rows = balanceRows(days).map(([date, ...values]) => [
    formats.weekdayDate(date),
    ...values.map((value) => (value === null ? t('measures.none') : asymmetryWords(value))),
  ]);
  return { head, rows };
}

function balanceCsv(days: readonly WeekDay[]): string {
  return toCsv(['date', 'asymmetry', 'low', 'high'], balanceRows(days));
}

function balanceRows(days: readonly WeekDay[]): [string, number | null, number | null, number | null][] {
  return days.slice(0, DAYS_A_WEEK).map(({ date, day }) => {
    const measure = day && measureOf(day.measures, ID);
    return [date, measure?.value ?? null, measure?.interval?.[0] ?? null, measure?.interval?.[1] ?? null];
  });
}
