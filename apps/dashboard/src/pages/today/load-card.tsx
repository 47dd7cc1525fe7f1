import type { Today } from '@plumbline/contract';
import type { EChartsCoreOption } from 'echarts/core';
import { useCallback, useMemo } from 'react';
import { ChartCard } from '../../charts/chart-card.tsx';
import { ChartCursor } from '../../charts/chart-cursor.tsx';
import type { ChartPalette } from '../../charts/chart-palette.ts';
import { LOAD_HEIGHT, LOAD_PLOT, LOAD_ROWS, type LoadRowName, loadOption } from '../../charts/load-option.ts';
import { OptionChart } from '../../charts/option-chart.tsx';
import { xAt } from '../../charts/strip-layout.ts';
import { Card } from '../../components/card.tsx';
import { Loading } from '../../components/skeleton.tsx';
import { isCurrent } from '../../live/connection-view.ts';
import { useLive } from '../../live/live-context.tsx';
import { formats, t } from '../../locales/t.ts';
import { useLoad } from '../../rest/use-load.ts';
import {
  byMinute,
  lastOf,
  loadAt,
  loadCsv,
  loadSummary,
  loadTable,
  type MinuteLoad,
  USUAL_SHIFTS,
  whenOf,
} from './load-view.ts';
import { askedOf, todaySpan } from './today-span.ts';

const S_PER_MIN = 60;
const SKELETON_REM = LOAD_HEIGHT / 16;

/** Sitting, stretch and holding as they build up and go back. */
export function LoadCard({ today }: { readonly today: Today }) {
  const query = useLoad(askedOf(today), true);
  const load = useMemo(() => (query.data ? byMinute(query.data) : null), [query.data]);
  if (load && load.tUs.length > 0) return <Load load={load} today={today} />;
  return (
    <Card title={t('today.load.heading')} testId="load" className="load-card">
      {query.isPending ? <Loading height={SKELETON_REM} /> : <p className="reason">{t('today.load.none')}</p>}
    </Card>
  );
}

interface LoadProps {
  readonly load: MinuteLoad;
  readonly today: Today;
}

function Load({ load, today }: LoadProps) {
  return (
    <ChartCard
      title={t('today.load.heading')}
      testId="load"
      className="load-card"
      table={() => ({ caption: t('today.load.table.caption'), ...loadTable(load, today.timeZone) })}
      csv={() => loadCsv(load)}
      fileName={`plumbline-${today.date}-load.csv`}
    >
      <Summary load={load} today={today} />
      <LoadChart load={load} today={today} />
      <p className="caption">{t('today.load.about', { norm: USUAL_SHIFTS })}</p>
    </ChartCard>
  );
}

function useWhen({ load, today }: LoadProps): string {
  const { model, atMs } = useLive();
  return whenOf(load, isCurrent(model, atMs), today.timeZone);
}

function Summary(props: LoadProps) {
  const when = useWhen(props);
  return (
    <p className="summary" data-testid="load-summary">
      {loadSummary(props.load, when) ?? t('today.load.none')}
    </p>
  );
}

function Last({ row, ...props }: LoadProps & { readonly row: LoadRowName }) {
  return <span className="legend-value">{lastOf(props.load, row, useWhen(props))}</span>;
}

function LoadChart({ load, today }: LoadProps) {
  const { whole } = useMemo(() => todaySpan(today), [today]);
  const limitMin = today.nudge ? today.nudge.limitS / S_PER_MIN : null;
  const { breaks } = today;
  const option = useCallback(
    (palette: ChartPalette): EChartsCoreOption =>
      loadOption({
        columns: load,
        breaks,
        view: whole,
        limitMin,
        usualShifts: USUAL_SHIFTS,
        palette,
        percent: formats.percent,
        count: formats.number,
        minutes: (min) => formats.durationNarrow(min * S_PER_MIN),
      }),
    [load, breaks, whole, limitMin],
  );
  return (
    <OptionChart option={option} height={LOAD_HEIGHT} testId="load-chart">
      {LOAD_ROWS.map((row, i) => (
        <p key={row} className="load-label" style={{ insetBlockStart: (LOAD_HEIGHT / LOAD_ROWS.length) * i }}>
          <span>{t(`today.load.rows.${row}`)}</span>
          <Last load={load} today={today} row={row} />
        </p>
      ))}
      <ChartCursor
        label={t('today.load.cursor')}
        testId="load-cursor"
        count={load.tUs.length}
        plot={LOAD_PLOT}
        describe={(i) => loadAt(load, i, today.timeZone)}
        shareAt={(i) => xAt(whole, load.tUs[i]!)}
        indexAt={(share) => nearest(load.tUs, whole.startUs + share * (whole.endUs - whole.startUs))}
      />
    </OptionChart>
  );
}

/** Of times in order, the place of the one closest to `tUs`. */
function nearest(tUs: readonly number[], at: number): number {
  const after = tUs.findIndex((t) => t >= at);
  if (after <= 0) return after === 0 ? 0 : tUs.length - 1;
  return at - tUs[after - 1]! < tUs[after]! - at ? after - 1 : after;
}
