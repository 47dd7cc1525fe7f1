import type { LivePosture } from '@plumbline/contract';
import { connectionView } from '../../live/connection-view.ts';
import type { LiveModel } from '../../live/live-model.ts';
import { saidWords } from '../../live/said.ts';
import { formats, t } from '../../locales/t.ts';

/** What the posture card says. */
export interface PostureView {
  readonly state: LivePosture['state'];
  /** Samples come, so it is the posture of now. */
  readonly live: boolean;
  /** Up to the last sample: without samples nobody knows how long it lasted. */
  readonly durationS: number;
  readonly since: string;
  /** Probability of the state, null where it says nothing. */
  readonly sure: number | null;
  readonly reason: string | null;
}

export function postureView(model: LiveModel, atMs: number): PostureView | null {
  const { session } = model;
  if (!session?.posture) return null;
  const { posture, connection, timeZone } = session;
  const untilUs = connection.lastSampleUs ?? posture.sinceUs;
  const live = connectionView(model, atMs).current;
  const clock = (tUs: number) => formats.clock(tUs, timeZone);
  const known = posture.state !== 'unknown' && posture.state !== 'not_worn';
  return {
    state: posture.state,
    live,
    durationS: Math.max(0, (untilUs - posture.sinceUs) / 1e6),
    since: live
      ? t('posture.since', { time: clock(posture.sinceUs) })
      : t('posture.until', { from: clock(posture.sinceUs), to: clock(untilUs) }),
    sure: known ? posture.probability : null,
    reason: posture.reason && saidWords(posture.reason),
  };
}
