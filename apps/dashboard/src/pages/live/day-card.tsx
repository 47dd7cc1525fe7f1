import { ChartCard } from '../../charts/chart-card.tsx';
import { DayStrip } from '../../charts/day-strip.tsx';
import { hasUnknown, TotalsLegend } from '../../charts/strip-parts.tsx';
import { Card } from '../../components/card.tsx';
import type { LiveModel, Session } from '../../live/live-model.ts';
import type { Snapshot } from '../../live/live-store.ts';
import { t } from '../../locales/t.ts';
import { dayCsv, daySummary, dayTable, describeBout } from './day-words.ts';
import { missingReason } from './missing-reason.ts';

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
  const { day, timeZone } = session;
  const { bouts } = day;
  return (
    <ChartCard
      title={t('live.day.heading')}
      testId="day"
      className="day-card"
      table={() => ({ caption: t('live.day.table.caption'), ...dayTable(bouts, timeZone) })}
      csv={() => dayCsv(bouts)}
      fileName="plumbline-bouts.csv"
    >
      <DayStrip day={day} timeZone={timeZone} describe={(bout) => describeBout(bout, timeZone)} />
      <TotalsLegend label={t('live.day.legend')} bouts={bouts} />
      <p className="visually-hidden" data-testid="day-summary">
        {daySummary(bouts, timeZone)}
      </p>
      {hasUnknown(bouts) && <p className="caption">{t('live.day.unknownNote')}</p>}
    </ChartCard>
  );
}
