import { type Plan, planSettingsSchema } from '@plumbline/contract';
import { describe, expect, test } from 'vitest';
import { figureOf } from './figures.ts';
import { trendsFixture } from './fixtures/trends.ts';
import { planDone } from './plan-done.ts';

const day = (date: string, breaks: number | null, movingMin: number, valid = true): Plan['days'][number] => ({
  ...{ date, valid, breaks, breakMin: breaks && breaks * 3, movingMin },
});
const plan = (days: Plan['days'], settings: object = {}): Plan => ({
  settings: planSettingsSchema.parse(settings),
  ...{ changedUs: null, own: false, fromDate: '2026-03-02', toDate: '2026-03-29', days, reason: null },
});

describe('planned against done', () => {
  const days = [
    day('2026-03-02', 3, 30),
    day('2026-03-03', 1, 5),
    day('2026-03-04', 6, 12),
    day('2026-03-05', 9, 60, false),
  ];

  test('counts what the body did on days that count', () => {
    expect(planDone(plan(days), null)).toMatchObject({
      ...{
        days: 3,
        breaksPerDay: 10 / 3,
        breakDays: 2,
        movingMin: 47 / 3,
        movingDays: 2,
        plannedMovingDays: 2,
      },
      side: null,
    });
  });

  test('says nothing of breaks that are not open', () => {
    expect(planDone(plan([day('2026-03-02', null, 30)]), null)).toMatchObject({
      breaksPerDay: null,
      breakDays: null,
    });
  });

  test('puts a favoured side beside what was done, right positive', () => {
    const turning = figureOf(
      trendsFixture(5, { rotation_asymmetry_all: () => -0.2 }),
      'rotation_asymmetry_all',
    );
    const { side } = planDone(plan(days, { favoured: { side: 'left', ratio: 2 } }), turning);
    expect(side).toMatchObject({ planned: -1 / 3, done: -0.2 });
  });
});
