import type { Knowledge } from '../../live/angles.ts';
import type { Link, LiveModel } from '../../live/live-model.ts';
import type { Snapshot } from '../../live/live-store.ts';
import { saidWords } from '../../live/said.ts';
import type { Angle } from '../../live/trace-ring.ts';
import { extent } from '../../live/trace-stats.ts';
import { type MessageKey, t } from '../../locales/t.ts';
import { reasonWords } from '../../measures/reason-words.ts';
import type { TraceKind } from './trace-rows.ts';

/** Why angles are missing, in the words of whoever knows best. Today asks too, and has no words of the live page. */
export function missingReason({ link, problem, session }: LiveModel, known: Knowledge): string {
  if (!session) return t(problem ? 'connection.missing.notUnderstood' : silence(link));
  const { connection, mounting } = session;
  if (known === 'none' && connection.state === 'live') return t('connection.missing.noAngles');
  if (known === 'none')
    return connection.reason ? saidWords(connection.reason) : t('connection.missing.noSamples');
  return mounting.reason ? saidWords(mounting.reason) : t('live.figure.waitingHint');
}

function silence(link: Link): MessageKey {
  return link.phase === 'lost' ? 'connection.missing.noConnection' : 'connection.reason.connecting';
}

/** Why rotation is missing, where the server knows; null: it is not, or nobody says why. */
export function rotationReason({ session }: LiveModel): string | null {
  const reason = session?.mounting.rotationReason ?? null;
  return reason && reasonWords(reason);
}

/** Why nothing at all is drawn in the last `spanUs`; null when something is. */
export function emptyReason({ frame, model }: Snapshot, spanUs: number): string | null {
  const { newestUs, edgeUs } = frame;
  if (newestUs !== null && newestUs >= (edgeUs ?? 0) - spanUs) return null;
  return missingReason(model, 'none');
}

/** Why angles are not drawn although samples come, by angle; a reason that repeats is given once. */
export function traceGaps(
  snapshot: Snapshot,
  kinds: readonly TraceKind[],
  spanUs: number,
): ReadonlyMap<Angle, string> {
  const gaps = new Map<Angle, string>();
  for (const { angle } of kinds) {
    const reason = traceGap(snapshot, angle, spanUs);
    if (reason !== null && ![...gaps.values()].includes(reason)) gaps.set(angle, reason);
  }
  return gaps;
}

/** Why one angle is not drawn although samples come; null when it is. A trace has no room for more than a line or two. */
function traceGap({ frame, model }: Snapshot, angle: Angle, spanUs: number): string | null {
  if (extent(frame.columns, angle, (frame.edgeUs ?? 0) - spanUs)) return null;
  if (angle !== 'rotationDeg') return missingReason(model, 'waiting');
  if (!rotationReason(model)) return t('live.gap.noRotation');
  return t('live.gap.rotation', { card: t('live.figure.heading') });
}
