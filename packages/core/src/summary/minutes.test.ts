import { describe, expect, test } from 'vitest';
import { MinuteCollector } from './minutes.ts';

const T0 = 1_795_000_020_000_000;

describe('a minute', () => {
  test('holds what its sixty seconds say, and the spread of what is known', () => {
    const minutes = new MinuteCollector();
    for (let s = 0; s < 60; s++) {
      const flexionDeg = s < 30 ? (s % 2 === 0 ? 10 : 20) : null;
      const state = s < 45 ? ('sitting' as const) : ('walking' as const);
      minutes.add({ tUs: T0 + s * 1e6, state, flexionDeg, sideBendDeg: -2, activityMps2: 0.5 });
    }
    const [minute, ...more] = minutes.summaries();
    expect(more).toEqual([]);
    expect(minute).toMatchObject({
      ...{ tUs: T0, observedS: 60, flexionMeanDeg: 15, flexionSdDeg: 5, sideBendMeanDeg: -2 },
      ...{ activityMeanMps2: 0.5, turnsLeft: 0, turnsRight: 0, holdingMaxS: null },
    });
    expect(minute!.stateS).toMatchObject({ sitting: 45, walking: 15, unknown: 0 });
  });

  test('counts rotations by side at their peak, and load by the seconds it tells of', () => {
    const minutes = new MinuteCollector();
    const event = { startUs: T0, endUs: T0 + 9e6, kind: 'rotation', context: 'sitting' } as const;
    minutes.addRotation({ ...event, peakUs: T0 + 1e6, peakDeg: 30 });
    minutes.addRotation({ ...event, peakUs: T0 + 2e6, peakDeg: 20 });
    minutes.addRotation({ ...event, peakUs: T0 + 5e6, peakDeg: -30 });
    minutes.addRotation({ ...event, kind: 'gait', peakUs: T0 + 7e6, peakDeg: -30 });
    minutes.addLoad({ tUs: T0 + 50e6, holdingS: 30 });
    minutes.addLoad({ tUs: T0 + 60e6, holdingS: 10 });
    expect(minutes.summaries()).toEqual([
      expect.objectContaining({ tUs: T0, observedS: 0, turnsLeft: 2, turnsRight: 1, holdingMaxS: 30 }),
    ]);
  });

  test('is told in order of time, and says nothing of what it never knew', () => {
    const minutes = new MinuteCollector();
    minutes.addLoad({ tUs: T0 + 130e6, holdingS: 5 });
    minutes.addLoad({ tUs: T0 + 10e6, holdingS: 5 });
    const told = minutes.summaries();
    expect(told.map(({ tUs }) => tUs)).toEqual([T0, T0 + 120e6]);
    expect(told[0]).toMatchObject({ flexionMeanDeg: null, flexionSdDeg: null, activityMeanMps2: null });
  });
});
