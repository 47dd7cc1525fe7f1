import { Card } from '../../components/card.tsx';
import { PostureSwatch } from '../../components/posture-swatch.tsx';
import type { LiveModel } from '../../live/live-model.ts';
import type { Snapshot } from '../../live/live-store.ts';
import { formats, t } from '../../locales/t.ts';
import type { TodayResource } from '../../rest/use-today.ts';
import { missingReason } from './missing-reason.ts';
import { type PostureView, postureView } from './posture-view.ts';
import { TodayNumbers } from './today-numbers.tsx';

interface PostureCardProps {
  readonly snapshot: Snapshot;
  readonly today: TodayResource;
}

export function PostureCard({ snapshot, today }: PostureCardProps) {
  const view = postureView(snapshot.model, snapshot.atMs);
  return (
    <Card
      title={t(view && !view.live ? 'posture.headingLast' : 'posture.heading')}
      testId="posture"
      className="posture-card"
    >
      {view ? <Posture view={view} /> : <NoPosture model={snapshot.model} />}
      <TodayNumbers {...today} />
    </Card>
  );
}

function Posture({ view }: { readonly view: PostureView }) {
  return (
    <>
      <p className="posture-name" data-testid="posture-state" data-state={view.state}>
        <PostureSwatch state={view.state} />
        <span>{t(`posture.name.${view.state}`)}</span>
      </p>
      <p className="posture-clock" data-testid="posture-clock">
        {formats.duration(view.durationS)}
      </p>
      <p className="posture-since">
        {view.since}
        {view.sure !== null && <span> · {t('posture.sure', { percent: formats.percent(view.sure) })}</span>}
      </p>
      {view.reason && (
        <p className="reason" data-testid="posture-reason">
          {view.reason}
        </p>
      )}
    </>
  );
}

function NoPosture({ model }: { readonly model: LiveModel }) {
  return (
    <>
      <p className="posture-name">
        <PostureSwatch state="unknown" />
        <span>{t('posture.none')}</span>
      </p>
      <p className="reason">{noPostureReason(model)}</p>
    </>
  );
}

/** While samples come it is a matter of seconds; without them their reason is the posture's too. */
function noPostureReason(model: LiveModel): string {
  const live = model.session?.connection.state === 'live';
  return live ? t('posture.noneReason') : missingReason(model, 'none');
}
