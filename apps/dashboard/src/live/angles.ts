import { formats, t } from '../locales/t.ts';
import type { Frame } from './live-store.ts';
import type { Angle } from './trace-ring.ts';

/** Angles older than this are still shown, but no longer as "now". */
const STALE_AFTER_US = 2_000_000;

/** The angles of the newest sample; null while not available. */
export interface LatestAngles {
  readonly flexionDeg: number | null;
  readonly sideBendDeg: number | null;
  readonly rotationDeg: number | null;
  readonly tiltDeg: number | null;
  /** There is a newest sample, and it is not from now. */
  readonly stale: boolean;
}

const NONE: LatestAngles = {
  flexionDeg: null,
  sideBendDeg: null,
  rotationDeg: null,
  tiltDeg: null,
  stale: false,
};

export function latestAngles({ columns, edgeUs, newestUs }: Frame): LatestAngles {
  const last = columns.n - 1;
  if (last < 0 || edgeUs === null || newestUs === null) return NONE;
  const value = (angle: Angle) => (Number.isNaN(columns[angle][last]) ? null : columns[angle][last]!);
  return {
    flexionDeg: value('flexionDeg'),
    sideBendDeg: value('sideBendDeg'),
    rotationDeg: value('rotationDeg'),
    tiltDeg: value('tiltDeg'),
    stale: edgeUs - newestUs > STALE_AFTER_US,
  };
}

/** What the figure can honestly show. */
export type Knowledge = 'signed' | 'tilt' | 'waiting' | 'none';

export function knowledge(frame: Frame): Knowledge {
  const { flexionDeg, sideBendDeg, tiltDeg } = latestAngles(frame);
  if (frame.columns.n === 0) return 'none';
  if (flexionDeg !== null || sideBendDeg !== null) return 'signed';
  return tiltDeg === null ? 'waiting' : 'tilt';
}

const WORDS = {
  flexionDeg: ['live.angle.forward', 'live.angle.back', 'live.angle.upright'],
  sideBendDeg: ['live.angle.left', 'live.angle.right', 'live.angle.straight'],
  rotationDeg: ['live.angle.turnLeft', 'live.angle.turnRight', 'live.angle.straight'],
} as const;

export type SignedAngle = keyof typeof WORDS;

/** `12° forward`; an angle that rounds to nothing is said without a number. */
export function angleText(angle: SignedAngle, deg: number | null): string {
  if (deg === null) return t('live.angle.na');
  const [positive, negative, zero] = WORDS[angle];
  if (Math.round(deg) === 0) return t(zero);
  return t(deg > 0 ? positive : negative, { angle: formats.degrees(deg) });
}

/** What stands beside a view or a trace: an angle in words, or a dash while nothing at all is known. */
export function valueText(frame: Frame, angle: Angle): string {
  const known = knowledge(frame);
  const unreferenced = known === 'waiting' && angle !== 'rotationDeg';
  if (known === 'none' || unreferenced) return t('live.angle.none');
  const value = latestAngles(frame)[angle];
  if (angle === 'tiltDeg') return sizeText(value);
  if (known === 'tilt' && angle !== 'rotationDeg') return t('live.angle.unsigned');
  return angleText(angle, value);
}

/** An angle without a side. */
export function sizeText(deg: number | null): string {
  return deg === null ? t('live.angle.na') : formats.degrees(deg);
}

/** One sentence for who cannot see the figure. */
export function figureSummary(frame: Frame): string {
  const { flexionDeg, sideBendDeg, rotationDeg, tiltDeg } = latestAngles(frame);
  const known = knowledge(frame);
  if (known === 'tilt') return t('live.figure.summaryTilt', { angle: formats.degrees(tiltDeg ?? 0) });
  if (known !== 'signed') return t('live.figure.summaryNone');
  const say = (name: 'flexion' | 'sideBend' | 'rotation', text: string) =>
    `${t(`live.angle.${name}`)} ${text}`;
  return t('live.figure.summary', {
    flexion: say('flexion', angleText('flexionDeg', flexionDeg)),
    sideBend: say('sideBend', angleText('sideBendDeg', sideBendDeg)),
    rotation: say('rotation', angleText('rotationDeg', rotationDeg)),
  });
}
