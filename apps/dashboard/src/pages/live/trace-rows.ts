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
  name: 'angle.flexion',
  inline: 'angle.inline.flexion',
  up: 'traces.up.flexion',
  color: 'flexion',
};
const SIDE_BEND: TraceKind = {
  angle: 'sideBendDeg',
  name: 'angle.sideBend',
  inline: 'angle.inline.sideBend',
  up: 'traces.up.sideBend',
  color: 'sideBend',
};
const ROTATION: TraceKind = {
  angle: 'rotationDeg',
  name: 'angle.rotation',
  inline: 'angle.inline.rotation',
  up: 'traces.up.rotation',
  color: 'rotation',
};
const TILT: TraceKind = {
  angle: 'tiltDeg',
  name: 'angle.tilt',
  inline: 'angle.inline.tilt',
  up: 'traces.up.tilt',
  color: 'tilt',
};

const SIGNED = [FLEXION, SIDE_BEND, ROTATION] as const;
const UNSIGNED = [TILT, ROTATION] as const;

/** Without a forward axis the size of the tilt stands in for its two directions. */
export function traceKinds(known: Knowledge): readonly TraceKind[] {
  return known === 'tilt' ? UNSIGNED : SIGNED;
}
