/** Synthetic recordings with exact truth: the virtual sensor's workday, and the ground truth of the measures. */
export { defaultWorkday, drawPerson, habitualDay } from './default-workday.ts';
export { type Habits, OFFICE_HABITS } from './habits.ts';
export { clipOnBelt, type Mounting, type Slip } from './mounting.ts';
export {
  type Activity,
  type Bends,
  type Lie,
  mirrorPlan,
  type Person,
  planDurationS,
  type Sit,
  type Stand,
  type Twists,
  type Walk,
  type WorkdayPlan,
} from './plan.ts';
export { type RadioLinkParams, RadioLinkSimulation } from './radio-link.ts';
export { SeededRandom } from './random.ts';
export { commodityErrors, type SensorErrors } from './sensor-errors.ts';
export {
  breaksOf,
  posturePerSecond,
  type TrueBout,
  type TrueEvent,
  type TruePosture,
  type TrueRotation,
  type WorkdayTruth,
} from './truth.ts';
export { workdayTruth } from './workday-script.ts';
export {
  type SimulatedBatch,
  type SimulationOptions,
  type TrueColumns,
  WorkdaySimulation,
} from './workday-simulation.ts';
