import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clampToDial, dialArc, dialNumbers } from './dial.ts';
import { BEHIND, figurePaths, project, SIDE, shiftIntoPicture } from './figure-paths.ts';
import { loft, MEASURED_TO_Z, type Pose, UPRIGHT } from './loft.ts';

const crown = (pose: Pose) => loft(pose).at(-1)!.centre;
const pose = (over: Partial<Pose>) => ({ ...UPRIGHT, ...over });

describe('loft', () => {
  it('stands straight when upright', () => {
    const [x, y, z] = crown(UPRIGHT);
    expect([x, y]).toEqual([0, 0]);
    expect(z).toBeCloseTo(1, 9);
  });

  it('leans forward with flexion, left with a left side bend', () => {
    expect(crown(pose({ flexionDeg: 20 }))[0]).toBeGreaterThan(0.2);
    expect(crown(pose({ sideBendDeg: 20 }))[1]).toBeGreaterThan(0.2);
  });

  it.each([-30, 30])('tilts what is measured by exactly %d°', (flexionDeg) => {
    const measured = loft(pose({ flexionDeg })).filter(({ z }) => z >= 0.17 && z <= MEASURED_TO_Z);
    for (const { front } of measured) {
      expect((Math.atan2(-front[2], front[0]) * 180) / Math.PI).toBeCloseTo(flexionDeg, 6);
    }
  });

  it('keeps the head up over a pelvis that tips back in a chair', () => {
    const head = loft(pose({ flexionDeg: -35 })).find(({ z }) => z >= 0.9)!;
    expect((Math.atan2(-head.front[2], head.front[0]) * 180) / Math.PI).toBeGreaterThan(-5);
  });

  it('turns left shoulders back with a left turn', () => {
    const shoulders = loft(pose({ rotationDeg: 30 })).find(({ z }) => z >= 0.58)!;
    expect(shoulders.left[0]).toBeLessThan(0);
    expect(shoulders.front[1]).toBeGreaterThan(0);
  });

  it('is mirror-fair: left and right swapped is the picture swapped', () => {
    const angle = fc.double({ min: -60, max: 60, noNaN: true });
    fc.assert(
      fc.property(angle, angle, angle, (flexionDeg, sideBendDeg, rotationDeg) => {
        const [x, y, z] = crown({ flexionDeg, sideBendDeg, rotationDeg });
        const mirrored = crown({ flexionDeg, sideBendDeg: -sideBendDeg, rotationDeg: -rotationDeg });
        expect(mirrored[0]).toBeCloseTo(x, 9);
        expect(mirrored[1]).toBeCloseTo(-y, 9);
        expect(mirrored[2]).toBeCloseTo(z, 9);
      }),
    );
  });
});

describe('views', () => {
  it('show forward on the right from the side, and left on the left from behind', () => {
    expect(project(SIDE, [1, 0, 0])[0]).toBeGreaterThan(SIDE.originX);
    expect(project(BEHIND, [0, 1, 0])[0]).toBeLessThan(BEHIND.originX);
  });

  it('draw finite paths for any pose', () => {
    const angle = fc.double({ min: -180, max: 180, noNaN: true });
    fc.assert(
      fc.property(angle, angle, angle, (flexionDeg, sideBendDeg, rotationDeg) => {
        const paths = figurePaths(SIDE, { flexionDeg, sideBendDeg, rotationDeg });
        expect(Object.values(paths).join()).not.toMatch(/NaN|Infinity/);
      }),
    );
  });
});

describe('dial', () => {
  const dial = { x: 0, y: 0, radius: 100, fromDeg: -20, toDeg: 90 };

  it('keeps a large angle at the end of the scale', () => {
    expect(clampToDial(dial, 130)).toBe(90);
    expect(clampToDial(dial, -50)).toBe(-20);
  });

  it('draws clockwise for positive angles', () => {
    expect(dialArc(dial, 0, 90)).toMatch(/^M0.0 -100.0A100 100 0 0 1 100.0 /);
    expect(dialArc(dial, 0, -90)).toMatch(/^M0.0 -100.0A100 100 0 0 0 -100.0 /);
  });

  it('numbers every thirty degrees but 0', () => {
    expect(dialNumbers(dial).map(({ deg }) => deg)).toEqual([30, 60, 90]);
  });
});

describe('whoever leans beyond the scale', () => {
  const headX = (camera: typeof SIDE, deg: number) =>
    camera.originX + shiftIntoPicture(camera, deg, 1) + Math.sin((deg * Math.PI) / 180) * camera.scale;

  it('is moved back into the picture, lying on either side', () => {
    for (const camera of [SIDE, BEHIND]) {
      for (const deg of [-90, -80, 80, 90]) {
        expect(headX(camera, deg)).toBeGreaterThan(0);
        expect(headX(camera, deg)).toBeLessThan(camera.width);
      }
    }
  });

  it('is where the scale says within it', () => {
    for (const deg of [-30, 0, 30]) expect(shiftIntoPicture(BEHIND, deg, 1)).toBe(0);
    for (const deg of [-50, 0, 70]) expect(shiftIntoPicture(SIDE, deg, 1)).toBe(0);
  });
});
