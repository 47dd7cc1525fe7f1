import { useCallback, useRef } from 'react';
import { latestAngles, valueText } from '../../live/angles.ts';
import { useFrame } from '../../live/live-context.tsx';
import type { Frame } from '../../live/live-store.ts';
import { writeAttribute, writeText } from '../../live/write-dom.ts';
import { t } from '../../locales/t.ts';
import type { TraceKind } from './trace-rows.ts';

interface TraceLabelProps {
  readonly kind: TraceKind;
  /** Why it has no value in what is shown, although samples come. */
  readonly gap: string | null;
}

/** Name and newest value above a trace. */
export function TraceLabel({ kind, gap }: TraceLabelProps) {
  const value = useRef<HTMLSpanElement>(null);
  const { angle, name, up, color } = kind;
  const draw = useCallback(
    (frame: Frame) => {
      if (!value.current) return;
      writeText(value.current, valueText(frame, angle));
      writeAttribute(value.current, 'data-stale', String(latestAngles(frame).stale));
    },
    [angle],
  );
  useFrame(draw);
  return (
    <div className="trace-label" data-color={color}>
      <span className="trace-key" aria-hidden="true" />
      <span className="trace-name">{t(name)}</span>
      <span className="trace-up">{t(up)}</span>
      <span className="trace-value" ref={value} aria-hidden="true" />
      {gap !== null && <p className="trace-missing">{gap}</p>}
    </div>
  );
}
