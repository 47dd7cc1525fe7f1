import { Link, useRoute } from 'wouter';
import { ConnectionMark } from '../components/connection-mark.tsx';
import { connectionView } from '../live/connection-view.ts';
import { useLive } from '../live/live-context.tsx';
import { t } from '../locales/t.ts';

/** The state of the connection on every page; Live, where it leads, says more. */
export function ShellConnection() {
  const { model, atMs } = useLive();
  const [onLive] = useRoute('/live');
  if (onLive) return null;
  const { kind, label, age, reason } = connectionView(model, atMs);
  return (
    <Link href="/live" className="chip shell-chip" data-testid="shell-connection" data-state={kind}>
      <ConnectionMark kind={kind} />
      <span>{label}</span>
      <span className="shell-chip-age">{kind === 'live' ? age : reason}</span>
      <span className="visually-hidden">{t('connection.heading')}</span>
    </Link>
  );
}
