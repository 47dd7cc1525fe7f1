import { createCalendar, type PostureSecond } from '@plumbline/core';
import { expect, it } from 'vitest';
import { SHIPPED_PARAMETERS } from './parameters.ts';
import { summarise } from './summary.ts';
import { Tallies } from './tallies.ts';

const START_US = Date.parse('2026-11-10T08:00:00Z') * 1000;
const RATE_HZ = 50;
const [SAT_S, OFF_S] = [3000, 1500];
const SPAN_S = SAT_S + OFF_S;

function secondAt(i: number): PostureSecond {
  return {
    ...{ tUs: START_US + i * 1e6, state: i < SAT_S ? 'sitting' : 'not_worn', probability: 1, coverage: 1 },
    ...{ flexionDeg: null, sideBendDeg: null, rotationDeg: null, tiltDeg: null, activityMps2: 0.1 },
  };
}

it('covers rotations by the time in which the clip was worn, for the recording as for its day', () => {
  const { calendar } = SHIPPED_PARAMETERS;
  const tallies = new Tallies(createCalendar('UTC', calendar.declared), SHIPPED_PARAMETERS);
  for (let i = 0; i < SPAN_S; i++) tallies.second(secondAt(i));
  const { measures, days } = summarise({
    recording: {
      ...{ samples: SPAN_S * RATE_HZ, ignoredSamples: 0, startUs: START_US, endUs: START_US + SPAN_S * 1e6 },
      ...{ rateHz: RATE_HZ, hasGyro: true, hasMag: false },
    },
    options: {
      ...{ recordingPath: 'x.csv', outDir: 'out', axes: null, useMag: false, fixedLagS: null, plot: false },
      ...{ flexionRangeDeg: null, parameters: SHIPPED_PARAMETERS, timeZone: 'UTC' },
    },
    mounting: { reference: 'walking', forward: null, reason: null },
    tallies,
    thigh: null,
  });
  const coverageOf = (list: typeof measures) =>
    list.find(({ id }) => id === 'rotation_count_left_all')!.coverage;
  expect(coverageOf(measures)).toBeCloseTo(SAT_S / SPAN_S, 9);
  expect(coverageOf(days[0]!.measures) * days[0]!.lengthH * 3600).toBeCloseTo(SAT_S, 6);
});
