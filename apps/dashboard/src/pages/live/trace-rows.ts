import type { Knowledge } from '../../live/angles.ts';
import type { Angle } from '../../live/trace-ring.ts';
import type { MessageKey } from '../../locales/t.ts';
import type { Palette } from '../../theme/palette.ts';

/** One of the stacked traces. */
export interface TraceKind {
  readonly angle: Angle;
  readonly name: MessageKey;
  /** As it is said within a sentence. */
  readonly inline: MessageKey;
  readonly up: MessageKey;
  readonly color: keyof Palette;
}

const FLEXION: TraceKind = {
  angle: 'flexionDeg',
  name: 'live.angle.flexion',
  inline: 'live.angle.inline.flexion',
  up: 'live.traces.up.flexion',
  color: 'flexion',
};
const SIDE_BEND: TraceKind = {
  angle: 'sideBendDeg',
  name: 'live.angle.sideBend',
  inline: 'live.angle.inline.sideBend',
  up: 'live.traces.up.sideBend',
  color: 'sideBend',
};
const ROTATION: TraceKind = {
  angle: 'rotationDeg',
  name: 'live.angle.rotation',
  inline: 'live.angle.inline.rotation',
  up: 'live.traces.up.rotation',
  color: 'rotation',
};
const TILT: TraceKind = {
  angle: 'tiltDeg',
  name: 'live.angle.tilt',
  inline: 'live.angle.inline.tilt',
  up: 'live.traces.up.tilt',
  color: 'tilt',
};

const SIGNED = [FLEXION, SIDE_BEND, ROTATION] as const;
const UNSIGNED = [TILT, ROTATION] as const;

/** Without a forward axis the size of the tilt stands in for its two directions. */
export function traceKinds(known: Knowledge): readonly TraceKind[] {
  return known === 'tilt' ? UNSIGNED : SIGNED;
}
