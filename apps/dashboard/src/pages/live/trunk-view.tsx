import { useCallback, useRef } from 'react';
import { latestAngles, valueText } from '../../live/angles.ts';
import { useFrame } from '../../live/live-context.tsx';
import type { Frame } from '../../live/live-store.ts';
import { writeAttribute, writeText } from '../../live/write-dom.ts';
import { AngleLabel } from './angle-label.tsx';
import {
  clampToDial,
  type Dial,
  dialArc,
  dialAxis,
  dialCone,
  dialMarker,
  dialPlumb,
  dialTicks,
} from './dial.ts';
import { DialNumbers } from './dial-numbers.tsx';
import { type Camera, FIGURE_HEIGHT, figurePaths, shiftIntoPicture } from './figure-paths.ts';
import { UPRIGHT } from './loft.ts';

/** Trunk heights from the pivot to the scale. */
const DIAL_RADIUS = 1.02;
/** Trunk heights from the seat to the pivot. */
const PIVOT_Z = 0.07;
/** Trunk heights from the pivot to where the axis leaves the measured part. */
const AXIS_FROM = 0.28;

interface TrunkViewProps {
  readonly camera: Camera;
  readonly dial: Pick<Dial, 'fromDeg' | 'toDeg'>;
  readonly angle: 'flexionDeg' | 'sideBendDeg';
  /** 1 when a positive angle leans to the right of the picture. */
  readonly sign: 1 | -1;
  readonly title: string;
}

/** The trunk from one side with its angle on a plumb-line scale. Drawn outside React, frame by frame. */
export function TrunkView({ camera, dial: range, angle, sign, title }: TrunkViewProps) {
  const svg = useRef<SVGSVGElement>(null);
  const leaning = useRef<SVGGElement>(null);
  const label = useRef<HTMLSpanElement>(null);
  const { fromDeg, toDeg } = range;
  const dial = dialOf(camera, fromDeg, toDeg);
  const draw = useCallback(
    (frame: Frame) => {
      if (!svg.current || !leaning.current || !label.current) return;
      const angles = latestAngles(frame);
      drawParts(svg.current, trunkParts(camera, dialOf(camera, fromDeg, toDeg), angles, angle, sign));
      const shift = shiftIntoPicture(camera, sign * (angles[angle] ?? 0), DIAL_RADIUS);
      writeAttribute(leaning.current, 'transform', `translate(${shift} 0)`);
      writeAttribute(svg.current, 'data-stale', String(angles.stale));
      writeAttribute(label.current, 'data-stale', String(angles.stale));
      writeText(label.current, valueText(frame, angle));
    },
    [camera, fromDeg, toDeg, angle, sign],
  );
  useFrame(draw);
  return (
    <div className={`view view-${angle}`}>
      <svg ref={svg} viewBox={`0 0 ${camera.width} ${FIGURE_HEIGHT}`} aria-hidden="true">
        <path className="dial-cone" data-part="cone" />
        <path className="dial-arc" d={dialArc(dial, fromDeg, toDeg)} />
        <path className="dial-ticks" d={dialTicks(dial)} />
        <DialNumbers dial={dial} />
        <path className="plumb" d={dialPlumb(dial)} />
        <g ref={leaning}>
          <g className="figure-body">
            <path className="rest" data-part="rest" />
            <path className="body" data-part="measured" />
            <path className="contours" data-part="contours" />
            <path className="spine" data-part="spine" />
            <path className="clip" data-part="clip" />
          </g>
          <path className="dial-axis" data-part="axis" />
        </g>
        <path className="dial-value" data-part="value" />
        <path className="dial-marker" data-part="marker" />
      </svg>
      <AngleLabel angle={angle} title={title} valueRef={label} />
    </div>
  );
}

function dialOf(camera: Camera, fromDeg: number, toDeg: number): Dial {
  const { originX, originY, scale } = camera;
  return { x: originX, y: originY - PIVOT_Z * scale, radius: DIAL_RADIUS * scale, fromDeg, toDeg };
}

type Latest = ReturnType<typeof latestAngles>;

/** Path data of everything that moves. */
function trunkParts(
  camera: Camera,
  dial: Dial,
  angles: Latest,
  angle: 'flexionDeg' | 'sideBendDeg',
  sign: 1 | -1,
): Record<string, string> {
  const value = angles[angle];
  // Each view shows its own plane: the other two angles would only foreshorten it.
  const figure = figurePaths(camera, { ...UPRIGHT, [angle]: value ?? 0 });
  const cone = value === null && angles.tiltDeg !== null ? dialCone(dial, angles.tiltDeg) : '';
  if (value === null) return { ...figure, cone };
  const shown = clampToDial(dial, sign * value);
  const axis = dialAxis(dial, sign * value, AXIS_FROM * camera.scale);
  return { ...figure, cone, axis, value: dialArc(dial, 0, shown), marker: dialMarker(dial, shown) };
}

/** Gives every `data-part` path its data; a part without data draws nothing. */
export function drawParts(svg: SVGSVGElement, parts: Readonly<Record<string, string>>): void {
  for (const path of svg.querySelectorAll<SVGPathElement>('[data-part]')) {
    writeAttribute(path, 'd', parts[path.dataset.part ?? ''] ?? '');
  }
}
