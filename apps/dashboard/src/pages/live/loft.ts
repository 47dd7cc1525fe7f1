/**
 * The trunk as a stack of ellipses from hips to crown, in trunk heights (1 = crown), body frame: x forward,
 * y left, z up. Proportions are drawn by eye for legibility, not measured.
 */
export interface Pose {
  readonly flexionDeg: number;
  readonly sideBendDeg: number;
  readonly rotationDeg: number;
}

export const UPRIGHT: Pose = { flexionDeg: 0, sideBendDeg: 0, rotationDeg: 0 };

export type Point3 = readonly [number, number, number];

interface Section {
  readonly z: number;
  readonly halfWidth: number;
  readonly halfDepth: number;
  readonly forward: number;
}

const section = (z: number, halfWidth: number, halfDepth: number, forward: number): Section => ({
  z,
  halfWidth,
  halfDepth,
  forward,
});

const SECTIONS: readonly Section[] = [
  section(0, 0.15, 0.104, 0),
  section(0.06, 0.17, 0.118, -0.006),
  section(0.13, 0.16, 0.108, 0),
  section(0.25, 0.126, 0.086, 0.014),
  section(0.36, 0.144, 0.098, 0.008),
  section(0.48, 0.178, 0.11, -0.006),
  section(0.56, 0.2, 0.102, -0.015),
  section(0.6, 0.204, 0.09, -0.02),
  section(0.628, 0.192, 0.079, -0.02),
  section(0.648, 0.158, 0.07, -0.016),
  section(0.664, 0.112, 0.062, -0.011),
  section(0.69, 0.066, 0.054, -0.004),
  section(0.735, 0.052, 0.052, 0.006),
  section(0.765, 0.058, 0.064, 0.02),
  section(0.81, 0.076, 0.088, 0.024),
  section(0.87, 0.086, 0.104, 0.016),
  section(0.92, 0.08, 0.097, 0.008),
  section(0.96, 0.062, 0.074, 0.004),
  section(0.985, 0.039, 0.046, 0.002),
  section(0.996, 0.02, 0.024, 0),
  section(1, 0.001, 0.001, 0),
];

/** Height of the belt, where the sensor sits. */
export const BELT_Z = 0.13;
/** The seat stays; from here up the lower back follows the sensor whole. */
const FOLLOWS_FROM_Z = 0.16;
/** Up to here the figure shows what is measured. Above, nothing is: the rest is drawn so that one sees a person. */
export const MEASURED_TO_Z = 0.34;
/** Where the rest has found its own balance again. */
const BALANCED_FROM_Z = 0.74;
/** A pelvis that tips back in a chair leaves the head up; a hinge forward or a lean to a side takes it along. */
const REST_FOLLOWS = { back: 0.1, forward: 1, side: 0.55, turn: 1 };
const RAD = Math.PI / 180;
const STEP_Z = 0.01;

/** One cross-section of the posed trunk: its centre and the ends of its two half axes. */
export interface Ring {
  readonly z: number;
  readonly centre: Point3;
  /** To the wearer's left, length half the width. */
  readonly left: Point3;
  /** Forward, length half the depth. */
  readonly front: Point3;
}

/** All rings of the posed trunk, bottom to top. */
export function loft(pose: Pose): Ring[] {
  const rings: Ring[] = [];
  let spine: Point3 = [0, 0, 0];
  for (let step = 0; step * STEP_Z <= 1 + STEP_Z / 2; step++) {
    const z = Math.min(1, step * STEP_Z);
    const turn = rotationAt(poseAt(pose, z));
    if (step > 0) spine = add(spine, turn([0, 0, STEP_Z]));
    rings.push(ringAt(z, spine, turn));
  }
  return rings;
}

function ringAt(z: number, spine: Point3, turn: (v: Point3) => Point3): Ring {
  const { halfWidth, halfDepth, forward } = sectionAt(z);
  return {
    z,
    centre: add(spine, turn([forward, 0, 0])),
    left: turn([0, halfWidth, 0]),
    front: turn([halfDepth, 0, 0]),
  };
}

/** A point of the ring, `angleRad` from forward towards the left. */
export function ringPoint(ring: Ring, angleRad: number): Point3 {
  const c = Math.cos(angleRad);
  const s = Math.sin(angleRad);
  const { centre, left, front } = ring;
  return [
    centre[0] + c * front[0] + s * left[0],
    centre[1] + c * front[1] + s * left[1],
    centre[2] + c * front[2] + s * left[2],
  ];
}

/** The part that a height takes in the pose: none at the seat, all at the lower back, a share above it. */
function poseAt({ flexionDeg, sideBendDeg, rotationDeg }: Pose, z: number): Pose {
  const lower = smooth(z / FOLLOWS_FROM_Z);
  const upper = smooth((z - MEASURED_TO_Z) / (BALANCED_FROM_Z - MEASURED_TO_Z));
  const share = (restFollows: number) => lower * (1 - upper * (1 - restFollows));
  return {
    flexionDeg: flexionDeg * share(flexionDeg < 0 ? REST_FOLLOWS.back : REST_FOLLOWS.forward),
    sideBendDeg: sideBendDeg * share(REST_FOLLOWS.side),
    rotationDeg: rotationDeg * share(REST_FOLLOWS.turn),
  };
}

/** From 0 to 1 without a corner. */
function smooth(share: number): number {
  const s = Math.max(0, Math.min(1, share));
  return s * s * (3 - 2 * s);
}

/** Turns about the vertical after tilting; flexion and side bend make one tilt, so neither comes first. */
function rotationAt(pose: Pose): (v: Point3) => Point3 {
  const tiltX = -pose.sideBendDeg * RAD;
  const tiltY = pose.flexionDeg * RAD;
  const yaw = pose.rotationDeg * RAD;
  const cosYaw = Math.cos(yaw);
  const sinYaw = Math.sin(yaw);
  const tilt = axisAngle(tiltX, tiltY);
  return (v) => {
    const [x, y, z] = tilt(v);
    return [cosYaw * x - sinYaw * y, sinYaw * x + cosYaw * y, z];
  };
}

/** Rodrigues' formula for an axis in the horizontal plane. */
function axisAngle(rx: number, ry: number): (v: Point3) => Point3 {
  const angle = Math.hypot(rx, ry);
  if (angle === 0) return (v) => v;
  const kx = rx / angle;
  const ky = ry / angle;
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  return ([x, y, z]) => {
    const along = (kx * x + ky * y) * (1 - c);
    return [x * c + ky * z * s + kx * along, y * c - kx * z * s + ky * along, z * c + (kx * y - ky * x) * s];
  };
}

function sectionAt(z: number): Section {
  const upper = Math.max(
    1,
    SECTIONS.findIndex((s) => s.z >= z),
  );
  const a = SECTIONS[upper - 1]!;
  const b = SECTIONS[upper]!;
  const share = (z - a.z) / (b.z - a.z);
  const before = SECTIONS[Math.max(0, upper - 2)]!;
  const after = SECTIONS[Math.min(SECTIONS.length - 1, upper + 1)]!;
  const at = (key: 'halfWidth' | 'halfDepth' | 'forward') =>
    hermite(share, [before.z, a.z, b.z, after.z], [before[key], a[key], b[key], after[key]]);
  return { z, halfWidth: at('halfWidth'), halfDepth: at('halfDepth'), forward: at('forward') };
}

type Four = readonly [number, number, number, number];

/** Smooth curve through the two middle points (Catmull-Rom on uneven heights). */
function hermite(share: number, z: Four, v: Four): number {
  const span = z[2] - z[1];
  const slopeIn = slope(z[0], z[2], v[0], v[2]) * span;
  const slopeOut = slope(z[1], z[3], v[1], v[3]) * span;
  const s2 = share * share;
  const s3 = s2 * share;
  const weights = [2 * s3 - 3 * s2 + 1, s3 - 2 * s2 + share, 3 * s2 - 2 * s3, s3 - s2] as const;
  return weights[0] * v[1] + weights[1] * slopeIn + weights[2] * v[2] + weights[3] * slopeOut;
}

function slope(z0: number, z1: number, v0: number, v1: number): number {
  return z1 === z0 ? 0 : (v1 - v0) / (z1 - z0);
}

function add(a: Point3, b: Point3): Point3 {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}
