import { ConnectionMark } from '../../components/connection-mark.tsx';
import { PauseButton } from '../../components/pause-button.tsx';
import { connectionView } from '../../live/connection-view.ts';
import type { Snapshot } from '../../live/live-store.ts';
import { formats, t } from '../../locales/t.ts';
import { playbackText, sensorFacts } from './sensor-facts.ts';

interface ConnectionBarProps {
  readonly snapshot: Snapshot;
  readonly paused: boolean;
  readonly onPause: (paused: boolean) => void;
}

/** Why there is data, or why there is none; and the one switch that stills everything that moves. */
export function ConnectionBar({ snapshot, paused, onPause }: ConnectionBarProps) {
  const { model, atMs } = snapshot;
  const view = connectionView(model, atMs);
  return (
    <section className="connection" aria-label={t('connection.heading')} data-testid="connection-bar">
      <p className="chip" data-testid="connection" data-state={view.kind}>
        <ConnectionMark kind={view.kind} />
        <span>{view.label}</span>
      </p>
      <div className="connection-text">
        <p className="connection-facts">
          <span className="connection-age" data-testid="last-sample-age">
            {view.age}
          </span>
          {sensorFacts(model).map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </p>
        <p className="connection-reason" data-testid="connection-reason">
          {view.reason}
        </p>
        {view.kind === 'version' && <ReloadButton />}
        <Playback snapshot={snapshot} />
      </div>
      <PauseButton paused={paused} onChange={onPause} />
      {paused && <PausedNote snapshot={snapshot} />}
      <p className="visually-hidden" role="status">
        {t(`connection.label.${view.kind}`, { age: '' })}
      </p>
    </section>
  );
}

function ReloadButton() {
  return (
    <button type="button" className="link-button" onClick={() => location.reload()}>
      {t('connection.reload')}
    </button>
  );
}

function Playback({ snapshot }: { readonly snapshot: Snapshot }) {
  const playback = snapshot.model.session?.connection.playback;
  if (!playback) return null;
  return (
    <p className="playback" data-testid="playback">
      {playbackText(playback)}
    </p>
  );
}

function PausedNote({ snapshot }: { readonly snapshot: Snapshot }) {
  const zone = snapshot.model.session?.timeZone ?? 'UTC';
  const time = formats.clockWithSeconds(snapshot.atMs * 1000 + (snapshot.model.offsetUs ?? 0), zone);
  return (
    <p className="paused-note" data-testid="paused" role="status">
      {t('pause.paused', { time })}
    </p>
  );
}
