import { ABOVE, project } from './figure-paths.ts';
import { BELT_Z, loft, type Pose, type Ring, ringPoint } from './loft.ts';

/** Path data of the view from above. */
export interface AbovePaths {
  readonly shoulders: string;
  readonly head: string;
  readonly nose: string;
  /** The lower back, which the sensor measures. */
  readonly measured: string;
  readonly clip: string;
}

const SHOULDER_Z = 0.58;
const HEAD_Z = 0.88;
const STEPS = 48;
const NOSE_HALF_ANGLE = 0.3;
const NOSE_OUT = 1.22;
const CLIP = { halfAngle: 0.3, inner: 0.98, outer: 1.22 };

export function abovePaths(pose: Pose): AbovePaths {
  const rings = loft(pose);
  const head = ringNear(rings, HEAD_Z);
  const belt = ringNear(rings, BELT_Z);
  return {
    shoulders: ellipse(ringNear(rings, SHOULDER_Z)),
    head: ellipse(head),
    nose: nose(head),
    measured: ellipse(belt),
    clip: clip(belt),
  };
}

function ringNear(rings: readonly Ring[], z: number): Ring {
  return rings.find((ring) => ring.z >= z - 1e-6) ?? rings[0]!;
}

function ellipse(ring: Ring): string {
  const points = Array.from({ length: STEPS }, (_, i) => point(ring, (2 * Math.PI * i) / STEPS));
  return `M${points.join('L')}Z`;
}

function nose(head: Ring): string {
  const tip = point(head, 0, NOSE_OUT);
  return `M${point(head, NOSE_HALF_ANGLE)}L${tip}L${point(head, -NOSE_HALF_ANGLE)}`;
}

function clip(belt: Ring): string {
  const { halfAngle, inner, outer } = CLIP;
  const corners = [
    point(belt, Math.PI - halfAngle, inner),
    point(belt, Math.PI - halfAngle, outer),
    point(belt, Math.PI + halfAngle, outer),
    point(belt, Math.PI + halfAngle, inner),
  ];
  return `M${corners.join('L')}Z`;
}

function point(ring: Ring, angleRad: number, out = 1): string {
  const [x, y, z] = ringPoint(ring, angleRad);
  const { centre } = ring;
  const [px, py] = project(ABOVE, [
    centre[0] + (x - centre[0]) * out,
    centre[1] + (y - centre[1]) * out,
    centre[2] + (z - centre[2]) * out,
  ]);
  return `${px.toFixed(1)} ${py.toFixed(1)}`;
}
