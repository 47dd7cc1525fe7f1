import { STANDARD_GRAVITY_MPS2 } from '../signal/imu-batch.ts';
import { CHANNEL, type MotionState } from './motion-state.ts';

/** From the hip joints, about which the pelvis tips, to the clip at the back of the belt. Body frame, m. */
export const HIP_TO_CLIP_M = [-0.09, 0, 0.14] as const;

/** What an error-free sensor in the body frame feels. */
export interface BodySignals {
  /** Specific force, m/s^2: at rest +g upwards. */
  readonly accMps2: Float64Array;
  /** Angular rate, rad/s. */
  readonly gyrRadps: Float64Array;
  /** Body to world, w x y z. */
  readonly orientation: Float64Array;
}

export function createBodySignals(): BodySignals {
  return {
    accMps2: new Float64Array(3),
    gyrRadps: new Float64Array(3),
    orientation: new Float64Array(4),
  };
}

/**
 * Exact signals of one instant: R = Rz(heading) Ry(flexion) Rx(-side bend), rate and its derivative from the
 * angles' derivatives, acc = R^T (a + g) plus what turning about the hips adds at the clip.
 */
export function computeSignals(state: MotionState, out: BodySignals): void {
  const pitch = state.value(CHANNEL.flexion);
  const roll = -state.value(CHANNEL.sideBend);
  const sp = Math.sin(pitch);
  const cp = Math.cos(pitch);
  const sr = Math.sin(roll);
  const cr = Math.cos(roll);
  angularRate(state, sp, cp, sr, cr, out.gyrRadps);
  angularAcceleration(state, sp, cp, sr, cr);
  specificForce(state, sp, cp, sr, cr, out.accMps2);
  addLever(out.gyrRadps, out.accMps2);
  const yaw = state.value(CHANNEL.heading) + state.value(CHANNEL.pelvis);
  setOrientation(yaw, pitch, roll, out.orientation);
}

const alpha = new Float64Array(3);

function angularRate(
  state: MotionState,
  sp: number,
  cp: number,
  sr: number,
  cr: number,
  out: Float64Array,
): void {
  const dYaw = state.rate(CHANNEL.heading) + state.rate(CHANNEL.pelvis);
  const dPitch = state.rate(CHANNEL.flexion);
  const dRoll = -state.rate(CHANNEL.sideBend);
  out[0] = dRoll - dYaw * sp;
  out[1] = dPitch * cr + dYaw * cp * sr;
  out[2] = dYaw * cp * cr - dPitch * sr;
}

/** The derivative of {@link angularRate}. */
function angularAcceleration(state: MotionState, sp: number, cp: number, sr: number, cr: number): void {
  const dYaw = state.rate(CHANNEL.heading) + state.rate(CHANNEL.pelvis);
  const dPitch = state.rate(CHANNEL.flexion);
  const dRoll = -state.rate(CHANNEL.sideBend);
  const ddYaw = state.acceleration(CHANNEL.heading) + state.acceleration(CHANNEL.pelvis);
  const ddPitch = state.acceleration(CHANNEL.flexion);
  const ddRoll = -state.acceleration(CHANNEL.sideBend);
  const ddYawAcross = ddYaw * cp - dYaw * dPitch * sp;
  alpha[0] = ddRoll - ddYaw * sp - dYaw * dPitch * cp;
  alpha[1] = ddPitch * cr - dPitch * dRoll * sr + ddYawAcross * sr + dYaw * dRoll * cp * cr;
  alpha[2] = ddYawAcross * cr - dYaw * dRoll * cp * sr - ddPitch * sr - dPitch * dRoll * cr;
}

/** Of the hips: the axes of heading seen from the body, which turns by the pelvis, flexion and side bend. */
function specificForce(
  state: MotionState,
  sp: number,
  cp: number,
  sr: number,
  cr: number,
  out: Float64Array,
): void {
  const along = state.acceleration(CHANNEL.forward) + state.rate(CHANNEL.speed);
  const across = state.acceleration(CHANNEL.left) + state.value(CHANNEL.speed) * state.rate(CHANNEL.heading);
  const sy = Math.sin(state.value(CHANNEL.pelvis));
  const cy = Math.cos(state.value(CHANNEL.pelvis));
  const x = cy * along + sy * across;
  const y = cy * across - sy * along;
  const z = state.acceleration(CHANNEL.up) + STANDARD_GRAVITY_MPS2;
  const tipped = sp * x + cp * z;
  out[0] = cp * x - sp * z;
  out[1] = cr * y + sr * tipped;
  out[2] = cr * tipped - sr * y;
}

/** alpha x r + omega x (omega x r). */
function addLever(omega: Float64Array, out: Float64Array): void {
  const [rx, ry, rz] = HIP_TO_CLIP_M;
  const ox = omega[0]!;
  const oy = omega[1]!;
  const oz = omega[2]!;
  const vx = oy * rz - oz * ry;
  const vy = oz * rx - ox * rz;
  const vz = ox * ry - oy * rx;
  out[0] = out[0]! + alpha[1]! * rz - alpha[2]! * ry + oy * vz - oz * vy;
  out[1] = out[1]! + alpha[2]! * rx - alpha[0]! * rz + oz * vx - ox * vz;
  out[2] = out[2]! + alpha[0]! * ry - alpha[1]! * rx + ox * vy - oy * vx;
}

function setOrientation(yaw: number, pitch: number, roll: number, out: Float64Array): void {
  const cy = Math.cos(yaw / 2);
  const sy = Math.sin(yaw / 2);
  const cp = Math.cos(pitch / 2);
  const sp = Math.sin(pitch / 2);
  const cr = Math.cos(roll / 2);
  const sr = Math.sin(roll / 2);
  out[0] = cy * cp * cr + sy * sp * sr;
  out[1] = cy * cp * sr - sy * sp * cr;
  out[2] = cy * sp * cr + sy * cp * sr;
  out[3] = sy * cp * cr - cy * sp * sr;
}
