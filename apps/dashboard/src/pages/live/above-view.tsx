import { useCallback, useRef } from 'react';
import { latestAngles, valueText } from '../../live/angles.ts';
import { useFrame } from '../../live/live-context.tsx';
import type { Frame } from '../../live/live-store.ts';
import { writeAttribute, writeText } from '../../live/write-dom.ts';
import { t } from '../../locales/t.ts';
import { abovePaths } from './above-paths.ts';
import { AngleLabel } from './angle-label.tsx';
import { clampToDial, type Dial, dialArc, dialAxis, dialMarker, dialPlumb, dialTicks } from './dial.ts';
import { DialNumbers } from './dial-numbers.tsx';
import { ABOVE, ABOVE_HEIGHT, ABOVE_WIDTH } from './figure-paths.ts';
import { UPRIGHT } from './loft.ts';
import { drawParts } from './trunk-view.tsx';

const DIAL: Dial = { x: ABOVE.originX, y: ABOVE.originY, radius: 92, fromDeg: -60, toDeg: 60 };

/** From the tip of the nose outwards. */
const AXIS_FROM_PX = 44;

/** The turn of the trunk, seen from above; forward is up. */
export function AboveView() {
  const svg = useRef<SVGSVGElement>(null);
  const label = useRef<HTMLSpanElement>(null);
  const draw = useCallback((frame: Frame) => {
    if (!svg.current || !label.current) return;
    const angles = latestAngles(frame);
    drawParts(svg.current, aboveParts(angles.rotationDeg));
    writeAttribute(svg.current, 'data-stale', String(angles.stale));
    writeAttribute(label.current, 'data-stale', String(angles.stale));
    writeText(label.current, valueText(frame, 'rotationDeg'));
  }, []);
  useFrame(draw);
  return (
    <div className="view view-rotationDeg">
      <svg ref={svg} viewBox={`0 0 ${ABOVE_WIDTH} ${ABOVE_HEIGHT}`} aria-hidden="true">
        <path className="dial-arc" d={dialArc(DIAL, DIAL.fromDeg, DIAL.toDeg)} />
        <path className="dial-ticks" d={dialTicks(DIAL)} />
        <DialNumbers dial={DIAL} />
        <path className="plumb" d={dialPlumb(DIAL)} />
        <g className="figure-body">
          <path className="rest" data-part="shoulders" />
          <path className="clip" data-part="clip" />
          <path className="body" data-part="measured" />
          <path className="rest" data-part="nose" />
          <path className="rest" data-part="head" />
        </g>
        <path className="dial-axis" data-part="axis" />
        <path className="dial-value" data-part="value" />
        <path className="dial-marker" data-part="marker" />
      </svg>
      <AngleLabel angle="rotationDeg" title={t('live.figure.above')} valueRef={label} />
    </div>
  );
}

/** Left is positive and on the left of the picture. */
function aboveParts(rotationDeg: number | null): Record<string, string> {
  const paths = { ...abovePaths({ ...UPRIGHT, rotationDeg: rotationDeg ?? 0 }) };
  if (rotationDeg === null) return paths;
  const shown = clampToDial(DIAL, -rotationDeg);
  const axis = dialAxis(DIAL, -rotationDeg, AXIS_FROM_PX);
  return { ...paths, axis, value: dialArc(DIAL, 0, shown), marker: dialMarker(DIAL, shown) };
}
