import type { Activity, WorkdayPlan } from './plan.ts';

/** Room for the movement that leads into an activity and for something of itself. */
const SHORTEST_S: Readonly<Record<Activity['kind'], number>> = { sit: 15, stand: 10, walk: 15, lie: 30 };

/** Throws a RangeError that names the activity, the field, the value and the remedy. */
export function checkPlan(plan: WorkdayPlan): void {
  plan.activities.forEach((activity, index) => {
    const shortest = SHORTEST_S[activity.kind];
    if (activity.durationS >= shortest) return;
    throw new RangeError(
      `activities[${index}].durationS is ${activity.durationS}: a '${activity.kind}' takes at least ${shortest} s`,
    );
  });
}
