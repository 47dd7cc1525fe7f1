import type { RefObject } from 'react';
import type { SignedAngle } from '../../live/angles.ts';
import { t } from '../../locales/t.ts';

const NAMES = {
  flexionDeg: 'live.angle.flexion',
  sideBendDeg: 'live.angle.sideBend',
  rotationDeg: 'live.angle.rotation',
} as const satisfies Record<SignedAngle, string>;

interface AngleLabelProps {
  readonly angle: SignedAngle;
  readonly title: string;
  /** Whoever draws the frames writes the value here. */
  readonly valueRef: RefObject<HTMLSpanElement | null>;
}

export function AngleLabel({ angle, title, valueRef }: AngleLabelProps) {
  return (
    <div className="view-label">
      <span className="view-name">{t(NAMES[angle])}</span>
      <span className="view-value" ref={valueRef} data-testid={`value-${angle}`} />
      <span className="view-title">{title}</span>
    </div>
  );
}
