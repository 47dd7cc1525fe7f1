import { multiply } from '../orientation/quaternion.ts';
import { createVec3Columns, type ImuBatch, type Vec3Columns } from '../signal/imu-batch.ts';
import { type BodySignals, computeSignals, createBodySignals } from './kinematics.ts';
import { CHANNEL, MotionState } from './motion-state.ts';
import type { Motion } from './motions.ts';
import { ClipMounting } from './mounting.ts';
import { planDurationS, type WorkdayPlan } from './plan.ts';
import { restingValues } from './script.ts';
import { ErrorModel, type SensorErrors } from './sensor-errors.ts';
import type { WorkdayTruth } from './truth.ts';
import { motionsOf, workdayTruth } from './workday-script.ts';

export interface SimulationOptions {
  readonly rateHz?: number;
  /** Time of the first sample, microseconds since the epoch. */
  readonly startUs?: number;
  /** None without it: the exact signals. */
  readonly errors?: SensorErrors | null;
}

/** Samples with what they really are. */
export interface SimulatedBatch extends ImuBatch {
  readonly gyrRadps: Vec3Columns;
  readonly truth: TrueColumns;
}

/** One row per sample, exact. */
export interface TrueColumns {
  /** Sensor to world, heading 0 at the start of the day. */
  readonly w: Float64Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
  /** Of the belt: forward, left and left positive; 0 is upright walking and the first heading. */
  readonly flexionDeg: Float64Array;
  readonly sideBendDeg: Float64Array;
  readonly headingDeg: Float64Array;
  /** Height of the hips against the first sample. */
  readonly heightM: Float64Array;
}

const DEFAULT_RATE_HZ = 100;
const US_PER_S = 1e6;
const DEG_PER_RAD = 180 / Math.PI;

/**
 * A day of one wearer as the sensor on the belt feels it, sample by sample and without end of memory: rate and
 * specific force are the exact derivatives of one trajectory. The same plan gives the same samples in any
 * chunking.
 */
export class WorkdaySimulation {
  readonly plan: WorkdayPlan;
  readonly rateHz: number;
  /** Samples of the whole day. */
  readonly length: number;
  readonly #startUs: number;
  readonly #motions: Iterator<Motion>;
  readonly #errors: ErrorModel | null;
  readonly #state = new MotionState();
  readonly #signals: BodySignals = createBodySignals();
  readonly #mounting: ClipMounting;
  readonly #resting = restingValues();
  #active: Motion[] = [];
  #upcoming: Motion | null;
  #index = 0;
  #truth: WorkdayTruth | null = null;

  constructor(plan: WorkdayPlan, options: SimulationOptions = {}) {
    this.plan = plan;
    this.rateHz = options.rateHz ?? DEFAULT_RATE_HZ;
    this.length = Math.floor(planDurationS(plan) * this.rateHz);
    this.#startUs = options.startUs ?? 0;
    this.#errors = options.errors ? new ErrorModel(options.errors, plan.seed, this.rateHz) : null;
    this.#mounting = new ClipMounting(plan.mounting, plan.slips ?? []);
    this.#motions = motionsOf(plan);
    this.#upcoming = this.#nextMotion();
  }

  /** What really happens over the whole day. */
  get truth(): WorkdayTruth {
    this.#truth ??= workdayTruth(this.plan);
    return this.#truth;
  }

  /** The next samples, at most `count`; null at the end of the day. */
  next(count: number): SimulatedBatch | null {
    const n = Math.min(count, this.length - this.#index);
    if (n <= 0) return null;
    const batch = createBatch(n);
    for (let row = 0; row < n; row++) this.#sample(batch, row);
    this.#errors?.apply(batch);
    return batch;
  }

  #sample(batch: SimulatedBatch, row: number): void {
    const tS = this.#index / this.rateHz;
    batch.tUs[row] = this.#startUs + Math.round(tS * US_PER_S);
    this.#index++;
    this.#moveTo(tS);
    this.#mounting.moveTo(tS);
    computeSignals(this.#state, this.#signals);
    if (this.plan.mirrored) mirror(this.#signals);
    this.#write(batch, row);
  }

  #moveTo(tS: number): void {
    while (this.#upcoming && this.#upcoming.startS <= tS) {
      this.#active.push(this.#upcoming);
      this.#upcoming = this.#nextMotion();
    }
    if (this.#active.some((motion) => motion.endS <= tS)) this.#retire(tS);
    this.#state.reset(this.#resting);
    for (const motion of this.#active) motion.add(tS, this.#state);
  }

  #retire(tS: number): void {
    for (const motion of this.#active) if (motion.endS <= tS) motion.leave(this.#resting);
    this.#active = this.#active.filter((motion) => motion.endS > tS);
  }

  #nextMotion(): Motion | null {
    const next = this.#motions.next();
    return next.done ? null : next.value;
  }

  #write(batch: SimulatedBatch, row: number): void {
    const { accMps2, gyrRadps, orientation } = this.#signals;
    this.#mounting.forceToSensor(accMps2, scratch);
    store(scratch, batch.accMps2, row);
    this.#mounting.turnToSensor(gyrRadps, scratch);
    store(scratch, batch.gyrRadps, row);
    const { truth } = batch;
    const side = this.plan.mirrored ? -1 : 1;
    truth.flexionDeg[row] = this.#state.value(CHANNEL.flexion) * DEG_PER_RAD;
    truth.sideBendDeg[row] = side * this.#state.value(CHANNEL.sideBend) * DEG_PER_RAD;
    truth.headingDeg[row] =
      side * (this.#state.value(CHANNEL.heading) + this.#state.value(CHANNEL.pelvis)) * DEG_PER_RAD;
    truth.heightM[row] = this.#state.value(CHANNEL.up);
    multiply(orientation, this.#mounting.toBody, orientation);
    truth.w[row] = orientation[0]!;
    truth.x[row] = orientation[1]!;
    truth.y[row] = orientation[2]!;
    truth.z[row] = orientation[3]!;
  }
}

const scratch = new Float64Array(3);

function store(vector: Float64Array, columns: Vec3Columns, row: number): void {
  columns.x[row] = vector[0]!;
  columns.y[row] = vector[1]!;
  columns.z[row] = vector[2]!;
}

/** Reflection at the body's left-right plane: y of a vector, x and z of a rotation change sign. */
function mirror({ accMps2, gyrRadps, orientation }: BodySignals): void {
  accMps2[1] = -accMps2[1]!;
  gyrRadps[0] = -gyrRadps[0]!;
  gyrRadps[2] = -gyrRadps[2]!;
  orientation[1] = -orientation[1]!;
  orientation[3] = -orientation[3]!;
}

function createBatch(n: number): SimulatedBatch {
  const column = (): Float64Array => new Float64Array(n);
  return {
    n,
    tUs: column(),
    accMps2: createVec3Columns(n),
    gyrRadps: createVec3Columns(n),
    magUt: null,
    truth: {
      w: column(),
      x: column(),
      y: column(),
      z: column(),
      flexionDeg: column(),
      sideBendDeg: column(),
      headingDeg: column(),
      heightM: column(),
    },
  };
}
