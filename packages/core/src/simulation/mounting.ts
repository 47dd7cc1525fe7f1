import { multiply, normalise, type Quaternion } from '../orientation/quaternion.ts';

/** How the clip sits: sensor coordinates into body coordinates (x forward, y left, z up), w x y z. */
export type Mounting = readonly [w: number, x: number, y: number, z: number];

const RAD_PER_DEG = Math.PI / 180;
const QUARTER_TURN_DEG = 90;

/** Sensor x up, y right, z forward, then turned by small angles about the body's axes. */
export function clipOnBelt(tiltDeg: { forward: number; left: number; turned: number }): Mounting {
  const toBody = rotation(0, 0, tiltDeg.turned);
  multiply(toBody, rotation(0, tiltDeg.forward, 0), toBody);
  multiply(toBody, rotation(-tiltDeg.left, 0, 0), toBody);
  multiply(toBody, upRightForward(), toBody);
  normalise(toBody);
  return toBody as unknown as Mounting;
}

/** Rotation vector in degrees to quaternion. */
export function rotation(xDeg: number, yDeg: number, zDeg: number): Quaternion {
  const half = (Math.hypot(xDeg, yDeg, zDeg) * RAD_PER_DEG) / 2;
  const perDeg = half === 0 ? 0 : (Math.sin(half) * RAD_PER_DEG) / (2 * half);
  return Float64Array.of(Math.cos(half), perDeg * xDeg, perDeg * yDeg, perDeg * zDeg);
}

/** Sensor x is the body's z, sensor y its -y, sensor z its x. */
function upRightForward(): Quaternion {
  const q = rotation(0, -QUARTER_TURN_DEG, 0);
  multiply(q, rotation(2 * QUARTER_TURN_DEG, 0, 0), q);
  return q;
}
