import type { Week } from '@plumbline/contract';
import type { PostureState } from '@plumbline/core';
import { useCallback } from 'react';
import { ChartCard } from '../../charts/chart-card.tsx';
import { ChartCursor } from '../../charts/chart-cursor.tsx';
import type { ChartPalette } from '../../charts/chart-palette.ts';
import { OptionChart } from '../../charts/option-chart.tsx';
import { WEEK_PLOT, weekBarsOption } from '../../charts/week-bars-option.ts';
import { PostureSwatch } from '../../components/posture-swatch.tsx';
import { formats, t } from '../../locales/t.ts';
import { barsOf, statesSeen, type WeekDay } from './week-view.ts';
import { daysSummary, dayWords, paleDays, weekCsv, weekTable } from './week-words.ts';

const HEIGHT = 300;
/** Seven dates with their months need more. */
const NARROW_PX = 420;
const S_PER_H = 3600;

interface WeekBarsProps {
  readonly week: Week;
  readonly days: readonly WeekDay[];
}

/** The seven days side by side; days without data and days that do not count are seen as such. */
export function WeekBars({ week, days }: WeekBarsProps) {
  const states = statesSeen(days);
  const pale = paleDays(days);
  return (
    <ChartCard
      title={t('week.days.heading')}
      testId="week-days"
      className="week-wide"
      table={() => ({ caption: t('week.days.table.caption'), ...weekTable(days) })}
      csv={() => weekCsv(days)}
      fileName={`plumbline-week-${week.startDate}.csv`}
    >
      <p className="summary">{daysSummary(week)}</p>
      <Bars days={days} states={states} />
      <Legend states={states} missing={days.some(({ day, ahead }) => day === null && !ahead)} />
      {pale.length > 0 && (
        <p className="caption">
          {t('week.days.pale')} {pale.join(' ')}
        </p>
      )}
    </ChartCard>
  );
}

function Bars({
  days,
  states,
}: {
  readonly days: readonly WeekDay[];
  readonly states: readonly PostureState[];
}) {
  const key = days.map(({ date, day }) => `${date}${day?.computedUs}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when the days changed
  const option = useCallback(
    (palette: ChartPalette, width: number) =>
      weekBarsOption({
        days: barsOf(
          days,
          (date) =>
            `${formats.weekday(date)}\n${(width < NARROW_PX ? formats.dayOfMonth : formats.date)(date)}`,
        ),
        states,
        palette,
        hourLabel: (hours) => formats.durationNarrow(hours * S_PER_H),
      }),
    [key],
  );
  return (
    <OptionChart option={option} height={HEIGHT} testId="week-chart">
      <ChartCursor
        label={t('week.days.cursor')}
        testId="week-cursor"
        count={days.length}
        plot={WEEK_PLOT}
        describe={(i) => dayWords(days[i]!)}
        shareAt={(i) => (i + 0.5) / days.length}
        indexAt={(share) => Math.floor(share * days.length)}
      />
    </OptionChart>
  );
}

interface LegendProps {
  readonly states: readonly PostureState[];
  readonly missing: boolean;
}

function Legend({ states, missing }: LegendProps) {
  return (
    <ul className="legend" aria-label={t('week.days.legend')}>
      {states.map((state) => (
        <li key={state}>
          <PostureSwatch state={state} />
          <span>{t(`posture.name.${state}`)}</span>
        </li>
      ))}
      {missing && (
        <li>
          <PostureSwatch state="not_worn" />
          <span>{t('week.days.missingName')}</span>
        </li>
      )}
    </ul>
  );
}
