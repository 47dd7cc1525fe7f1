import { BELT_Z, loft, MEASURED_TO_Z, type Point3, type Pose, type Ring, ringPoint } from './loft.ts';

/** Where the viewer stands. All vectors are unit vectors in the body frame of the upright wearer. */
export interface Camera {
  readonly right: Point3;
  readonly up: Point3;
  readonly toViewer: Point3;
  /** Pixels of a trunk height. */
  readonly scale: number;
  /** Where the middle of the seat is drawn. */
  readonly originX: number;
  readonly originY: number;
  /** Width of the picture. */
  readonly width: number;
}

const ELEVATION = (14 * Math.PI) / 180;
const LOW = Math.sin(ELEVATION);
const FLAT = Math.cos(ELEVATION);

export const FIGURE_HEIGHT = 204;
export const ABOVE_WIDTH = 200;
export const ABOVE_HEIGHT = 182;

/** From the wearer's right, a little above: forward is to the right of the picture. */
export const SIDE: Camera = {
  right: [1, 0, 0],
  up: [0, LOW, FLAT],
  toViewer: [0, -FLAT, LOW],
  scale: 164,
  originX: 146,
  originY: 186,
  width: 314,
};

/** From behind, a little above: the wearer's left is the picture's left. */
export const BEHIND: Camera = {
  right: [0, -1, 0],
  up: [LOW, 0, FLAT],
  toViewer: [-FLAT, 0, LOW],
  scale: 164,
  originX: 103,
  originY: 186,
  width: 206,
};

/** From above: forward is up, the wearer's left is the picture's left. */
export const ABOVE: Camera = {
  right: [0, -1, 0],
  up: [1, 0, 0],
  toViewer: [0, 0, 1],
  scale: 318,
  originX: ABOVE_WIDTH / 2,
  originY: 116,
  width: ABOVE_WIDTH,
};

/** Path data of one view. */
export interface FigurePaths {
  /** The lower back, which the sensor measures. */
  readonly measured: string;
  /** Everything above it. */
  readonly rest: string;
  readonly contours: string;
  readonly spine: string;
  readonly clip: string;
}

type Point2 = readonly [number, number];

const CONTOUR_ZS = [0.06, 0.13, 0.2, 0.27];
const SPINE_ZS = { from: MEASURED_TO_Z, to: 0.66 };
const ARC_STEPS = 16;
/** Least distance of the head to the edge of the picture, pixels. */
const EDGE = 6;
/** Rounding of heights. */
const STEP = 1e-6;
const CLIP = { fromZ: 0.08, toZ: BELT_Z + 0.05, halfAngle: 0.42, out: 1.06 };
/** In the middle of the back. */
const BACK = Math.PI;

/**
 * How far to the right whoever leans by `leanDeg` (right positive) is moved so that the head, `height` trunk heights from
 * the pivot, stays in the picture. Within the scale nobody is moved.
 */
export function shiftIntoPicture({ originX, scale, width }: Camera, leanDeg: number, height: number): number {
  const headX = originX + Math.sin((leanDeg * Math.PI) / 180) * height * scale;
  return Math.max(0, EDGE - headX) - Math.max(0, headX - (width - EDGE));
}

/** The trunk seen by the camera: outline, cross-section lines on the near side, spine, sensor. */
export function figurePaths(camera: Camera, pose: Pose): FigurePaths {
  const rings = loft(pose);
  return {
    measured: closed(
      outline(
        camera,
        rings.filter((ring) => ring.z <= MEASURED_TO_Z + STEP),
      ),
    ),
    rest: closed(
      outline(
        camera,
        rings.filter((ring) => ring.z >= MEASURED_TO_Z),
      ),
    ),
    contours: rings
      .filter(isContour)
      .map((ring) => open(nearArc(camera, ring)))
      .join(''),
    spine: open(
      rings.filter((r) => r.z >= SPINE_ZS.from && r.z <= SPINE_ZS.to).map((r) => on(camera, r, BACK)),
    ),
    clip: closed(clipOutline(camera, rings)),
  };
}

export function project(camera: Camera, p: Point3): Point2 {
  const { right, up, scale, originX, originY } = camera;
  return [originX + scale * dot(p, right), originY - scale * dot(p, up)];
}

function isContour(ring: Ring): boolean {
  return CONTOUR_ZS.some((z) => Math.abs(z - ring.z) < STEP);
}

function on(camera: Camera, ring: Ring, angleRad: number): Point2 {
  return project(camera, ringPoint(ring, angleRad));
}

/** Left edge upwards, the near half of the upper rim, right edge downwards, the near half of the lower rim. */
function outline(camera: Camera, rings: readonly Ring[]): Point2[] {
  const centres = rings.map((ring) => project(camera, ring.centre));
  const edge = (side: 1 | -1) => rings.map((ring, i) => extreme(camera, ring, acrossAt(centres, i), side));
  return [...edge(1), ...rim(camera, rings.at(-1)!, 1), ...edge(-1).reverse(), ...rim(camera, rings[0]!, -1)];
}

/** Direction across the projected spine. */
function acrossAt(centres: readonly Point2[], i: number): Point2 {
  const below = centres[Math.max(0, i - 1)]!;
  const above = centres[Math.min(centres.length - 1, i + 1)]!;
  return [above[1] - below[1], below[0] - above[0]];
}

/** The outermost point of the projected ellipse in a direction. */
function extreme(camera: Camera, ring: Ring, [nx, ny]: Point2, side: 1 | -1): Point2 {
  const along = (v: Point3) => nx * dot(v, camera.right) - ny * dot(v, camera.up);
  const angle = Math.atan2(along(ring.left), along(ring.front));
  return on(camera, ring, side === 1 ? angle : angle + Math.PI);
}

/** Left to right for 1, right to left for -1. */
function rim(camera: Camera, ring: Ring, direction: 1 | -1): Point2[] {
  const arc = nearArc(camera, ring);
  return (arc.at(-1)![0] - arc[0]![0]) * direction > 0 ? arc : arc.reverse();
}

/** The half of the cross-section that faces the viewer. */
function nearArc(camera: Camera, ring: Ring): Point2[] {
  const facing = (v: Point3) => dot(v, camera.toViewer) / dot(v, v);
  const middle = Math.atan2(facing(ring.left), facing(ring.front));
  return Array.from({ length: ARC_STEPS + 1 }, (_, i) =>
    on(camera, ring, middle + Math.PI * (i / ARC_STEPS - 0.5)),
  );
}

function clipOutline(camera: Camera, rings: readonly Ring[]): Point2[] {
  const low = ringNear(rings, CLIP.fromZ);
  const high = ringNear(rings, CLIP.toZ);
  const corners = [
    [low, BACK - CLIP.halfAngle],
    [low, BACK + CLIP.halfAngle],
    [high, BACK + CLIP.halfAngle],
    [high, BACK - CLIP.halfAngle],
  ] as const;
  return corners.map(([ring, angle]) => project(camera, outwards(ring, ringPoint(ring, angle))));
}

function outwards({ centre }: Ring, p: Point3): Point3 {
  const out = (i: 0 | 1 | 2) => centre[i] + (p[i] - centre[i]) * CLIP.out;
  return [out(0), out(1), out(2)];
}

function ringNear(rings: readonly Ring[], z: number): Ring {
  return rings.find((ring) => ring.z >= z - STEP) ?? rings[0]!;
}

function dot(a: Point3, b: Point3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function open(points: readonly Point2[]): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}

function closed(points: readonly Point2[]): string {
  return `${open(points)}Z`;
}
