import type { Knowledge } from '../../live/angles.ts';
import type { LiveModel } from '../../live/live-model.ts';
import { t } from '../../locales/t.ts';

/** Why angles are missing, in the words of whoever knows best. */
export function missingReason({ link, session }: LiveModel, known: Knowledge): string {
  if (!session) return t(link.phase === 'lost' ? 'gap.noConnection' : 'connection.reason.connecting');
  const { connection, mounting } = session;
  if (known === 'none') return connection.reason || t('gap.noSamples');
  return mounting.reason ?? t('figure.waitingHint');
}
