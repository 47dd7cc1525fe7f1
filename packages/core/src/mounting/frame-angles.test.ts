import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodyFrame, flexionDeg, sideBendDeg, tiltDeg, type Vec3 } from './body-frame.ts';
import { FrameAngles } from './frame-angles.ts';

const columns = () => ({
  flexionDeg: new Float64Array(1),
  sideBendDeg: new Float64Array(1),
  tiltDeg: new Float64Array(1),
});
const component = fc.double({ min: -1, max: 1, noNaN: true });
const direction = fc
  .tuple(component, component, component)
  .filter(([x, y, z]) => x * x + y * y + z * z > 0.01);

/** Not available is an answer too, and 180 degrees is -180. */
function expectAngle(deg: number, expectedDeg: number): void {
  if (Number.isNaN(expectedDeg)) expect(deg).toBeNaN();
  else expect(Math.cos(((deg - expectedDeg) * Math.PI) / 180)).toBeCloseTo(1, 12);
}

test('a row holds the angles of the body frame, whichever frames came before', () => {
  const angles = new FrameAngles();
  const row = columns();
  fc.assert(
    fc.property(direction, fc.option(direction), direction, (up, forward, now) => {
      const frame = bodyFrame(up, forward);
      const [x, y, z] = now;
      angles.write(frame, Float64Array.from(now), row, 0);
      expectAngle(row.tiltDeg[0]!, tiltDeg(frame, x, y, z));
      expectAngle(row.flexionDeg[0]!, flexionDeg(frame, x, y, z));
      expectAngle(row.sideBendDeg[0]!, sideBendDeg(frame, x, y, z));
    }),
  );
});

test('nothing is known without a frame, and only tilt without a forward axis', () => {
  const angles = new FrameAngles();
  const up: Vec3 = [0, 0, 1];
  const leaning = Float64Array.of(Math.SQRT1_2, 0, Math.SQRT1_2);
  const row = columns();
  angles.write(bodyFrame(up, null), leaning, row, 0);
  expect(row.tiltDeg[0]).toBeCloseTo(45, 12);
  expect([row.flexionDeg[0], row.sideBendDeg[0]]).toEqual([Number.NaN, Number.NaN]);
  angles.write(null, leaning, row, 0);
  expect(row.tiltDeg[0]).toBeNaN();
});
