import { describe, expect, test } from 'vitest';
import { BODY_DIRECTIONS, parseAxes } from './axes.ts';
import { cross } from './body-frame.ts';

const all = BODY_DIRECTIONS.flatMap((x) =>
  BODY_DIRECTIONS.flatMap((y) => BODY_DIRECTIONS.map((z) => `${x},${y},${z}`)),
);
/** What is said of them: nothing when they are taken. */
const fault = (text: string): string => {
  try {
    parseAxes(text);
    return '';
  } catch (error) {
    return String(error);
  }
};

describe('stated axes', () => {
  test('are taken in the 24 ways that a sensor can sit, and refused in the 24 that mirror it', () => {
    const faults = all.map(fault);
    expect(faults.filter((of) => of === '')).toHaveLength(24);
    expect(faults.filter((of) => of.includes('left-handed'))).toHaveLength(24);
    expect(faults.filter((of) => of.includes('twice'))).toHaveLength(all.length - 48);
  });

  test('say where up and forward are in the sensor: the left of the body is across both', () => {
    expect(parseAxes(' Up, right,FORWARD ')).toEqual({
      axes: ['up', 'right', 'forward'],
      up: [1, 0, 0],
      forward: [0, 0, 1],
    });
    for (const text of all.filter((of) => fault(of) === '')) {
      const { axes, up, forward } = parseAxes(text);
      const at = (direction: string, opposite: string): number[] =>
        axes.map((axis) => (axis === direction ? 1 : axis === opposite ? -1 : 0));
      expect([up, forward]).toEqual([at('up', 'down'), at('forward', 'back')]);
      expect(cross(up, forward).map((v) => v + 0)).toEqual(at('left', 'right'));
    }
  });

  test('that are none are refused with the word and the remedy', () => {
    expect(() => parseAxes('up,right')).toThrow("axes 'up,right' name 2 directions, not 3: state where");
    expect(() => parseAxes('up,right,ahead')).toThrow(
      "'ahead' is not one of up, down, left, right, forward, back",
    );
    expect(() => parseAxes('up,right,back')).toThrow('left-handed; turn one direction around');
    expect(() => parseAxes('up,down,forward')).toThrow('use one body axis twice');
  });
});
