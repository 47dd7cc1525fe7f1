import type { Today } from '@plumbline/contract';
import { Card } from '../../components/card.tsx';
import { PostureSwatch } from '../../components/posture-swatch.tsx';
import { isCurrent } from '../../live/connection-view.ts';
import { useLive } from '../../live/live-context.tsx';
import { formats, t } from '../../locales/t.ts';
import { missingReason } from '../live/missing-reason.ts';
import { type PostureView, postureView } from '../live/posture-view.ts';

/** The posture of this moment and how long it has lasted, as the live link says it. */
export function NowCard({ today }: { readonly today: Today }) {
  const { model, atMs } = useLive();
  const view = postureView(model, atMs);
  const title = t(view && !view.live ? 'today.now.headingLast' : 'today.now.heading');
  return (
    <Card title={title} testId="now" className="now-card">
      {view ? <Now view={view} /> : <p className="reason">{missing()}</p>}
      {isCurrent(model, atMs) ? <Unbroken today={today} /> : <UnbrokenThen today={today} />}
    </Card>
  );

  function missing(): string {
    const live = model.session?.connection.state === 'live';
    return live ? t('today.now.starting') : missingReason(model, 'none');
  }
}

function Now({ view }: { readonly view: PostureView }) {
  return (
    <>
      <p className="now-name" data-testid="now-state" data-state={view.state}>
        <PostureSwatch state={view.state} />
        <span>{t(`posture.name.${view.state}`)}</span>
      </p>
      <p className="now-clock" data-testid="now-clock">
        {formats.duration(view.durationS)}
      </p>
      <p className="caption">
        {view.since}
        {view.sure !== null && <span> · {t('posture.sure', { percent: formats.percent(view.sure) })}</span>}
      </p>
      {view.reason && <p className="reason">{view.reason}</p>}
    </>
  );
}

/** Nobody knows whether somebody still sits: no limit is drawn nearer. */
function UnbrokenThen({ today: { load } }: { readonly today: Today }) {
  const unbrokenS = load?.unbrokenS ?? null;
  if (unbrokenS === null) return null;
  return <p className="caption">{t('today.now.unbrokenThen', { duration: formats.duration(unbrokenS) })}</p>;
}

/** Sitting since the last real break, against the length after which one is suggested. */
function Unbroken({ today: { load, nudge } }: { readonly today: Today }) {
  const unbrokenS = load?.unbrokenS ?? null;
  if (unbrokenS === null) return null;
  const limitS = nudge?.limitS ?? null;
  const duration = formats.duration(unbrokenS);
  return (
    <div className="now-unbroken">
      {limitS !== null && (
        <meter aria-label={t('today.now.meter')} min={0} max={limitS} value={Math.min(unbrokenS, limitS)} />
      )}
      <p className="caption">
        {limitS === null
          ? t('today.now.unbroken', { duration })
          : t('today.now.unbrokenOf', { duration, limit: formats.duration(limitS) })}
      </p>
    </div>
  );
}
