import type { Bout } from '@plumbline/core';
import { useState } from 'react';
import { DayStrip } from '../../charts/day-strip.tsx';
import { totals } from '../../charts/strip-layout.ts';
import { Card } from '../../components/card.tsx';
import { ChartActions } from '../../components/chart-actions.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { PostureSwatch } from '../../components/posture-swatch.tsx';
import type { LiveModel, Session } from '../../live/live-model.ts';
import type { Snapshot } from '../../live/live-store.ts';
import { formats, t } from '../../locales/t.ts';
import { dayCsv, daySummary, dayTable, describeBout } from './day-words.ts';
import { missingReason } from './missing-reason.ts';

const TABLE_ID = 'day-table';

/** Today's bouts, with what is not known as visible as the rest. */
export function DayCard({ snapshot }: { readonly snapshot: Snapshot }) {
  const { session } = snapshot.model;
  if (session && session.day.bouts.length > 0) return <DayChart session={session} />;
  return (
    <Card title={t('live.day.heading')} testId="day" className="day-card">
      <p className="reason">{emptyText(snapshot.model)}</p>
    </Card>
  );
}

function emptyText(model: LiveModel): string {
  if (!model.session) return missingReason(model, 'none');
  return t(model.session.connection.state === 'live' ? 'live.day.starting' : 'live.day.empty');
}

function DayChart({ session }: { readonly session: Session }) {
  const [tableOpen, setTableOpen] = useState(false);
  const { day, timeZone } = session;
  const { bouts } = day;
  const actions = (
    <ChartActions
      chart={t('live.day.heading')}
      tableId={TABLE_ID}
      open={tableOpen}
      onToggle={() => setTableOpen(!tableOpen)}
      csv={() => dayCsv(bouts)}
      fileName="plumbline-bouts.csv"
    />
  );
  return (
    <Card title={t('live.day.heading')} testId="day" className="day-card" actions={actions}>
      <DayStrip day={day} timeZone={timeZone} describe={(bout) => describeBout(bout, timeZone)} />
      <Legend bouts={bouts} />
      <p className="visually-hidden" data-testid="day-summary">
        {daySummary(bouts, timeZone)}
      </p>
      {bouts.some(isNotKnown) && <p className="caption">{t('live.day.unknownNote')}</p>}
      {tableOpen && (
        <DataTable id={TABLE_ID} caption={t('live.day.table.caption')} {...dayTable(bouts, timeZone)} />
      )}
    </Card>
  );
}

function isNotKnown({ state }: Bout): boolean {
  return state === 'unknown' || state === 'not_worn';
}

function Legend({ bouts }: { readonly bouts: readonly Bout[] }) {
  return (
    <ul className="legend" aria-label={t('live.day.legend')}>
      {totals(bouts).map(({ state, seconds }) => (
        <li key={state}>
          <PostureSwatch state={state} />
          <span>{t(`posture.name.${state}`)}</span>
          <span className="legend-value">{formats.duration(seconds)}</span>
        </li>
      ))}
    </ul>
  );
}
