import { useState } from 'react';
import { DayStrip } from '../../charts/day-strip.tsx';
import { totals } from '../../charts/strip-layout.ts';
import { Card } from '../../components/card.tsx';
import { ChartActions } from '../../components/chart-actions.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { PostureSwatch } from '../../components/posture-swatch.tsx';
import type { Bout } from '../../live/bouts.ts';
import type { Session } from '../../live/live-model.ts';
import type { Snapshot } from '../../live/live-store.ts';
import { formats, t } from '../../locales/t.ts';
import { dayCsv, daySummary, dayTable, describeBout } from './day-words.ts';

const TABLE_ID = 'day-table';

/** Today's bouts, with what is not known as visible as the rest. */
export function DayCard({ snapshot }: { readonly snapshot: Snapshot }) {
  const { session } = snapshot.model;
  return (
    <Card title={t('day.heading')} testId="day" className="day-card">
      {session && session.day.bouts.length > 0 ? (
        <DayChart session={session} />
      ) : (
        <p className="reason day-empty">{session ? t('day.empty') : t('connection.reason.connecting')}</p>
      )}
    </Card>
  );
}

function DayChart({ session }: { readonly session: Session }) {
  const [tableOpen, setTableOpen] = useState(false);
  const { day, timeZone } = session;
  const { bouts } = day;
  const hasUnknown = bouts.some(({ state }) => state === 'unknown' || state === 'not_worn');
  return (
    <>
      <DayStrip day={day} timeZone={timeZone} describe={(bout) => describeBout(bout, timeZone)} />
      <Legend bouts={bouts} />
      <p className="visually-hidden" data-testid="day-summary">
        {daySummary(bouts, timeZone)}
      </p>
      {hasUnknown && <p className="caption">{t('day.unknownNote')}</p>}
      <div className="chart-actions">
        <ChartActions
          tableId={TABLE_ID}
          open={tableOpen}
          onToggle={() => setTableOpen(!tableOpen)}
          csv={() => dayCsv(bouts)}
          fileName="plumbline-bouts.csv"
        />
      </div>
      {tableOpen && (
        <DataTable id={TABLE_ID} caption={t('day.table.caption')} {...dayTable(bouts, timeZone)} />
      )}
    </>
  );
}

function Legend({ bouts }: { readonly bouts: readonly Bout[] }) {
  return (
    <ul className="legend" aria-label={t('day.legend')}>
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
