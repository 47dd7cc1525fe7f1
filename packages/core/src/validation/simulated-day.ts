import { scoreEvents } from '../measures/rotation/event-score.ts';
import {
  createRotationBuffer,
  createRotationStage,
  projectOnGravity,
  ROTATION_PARAMS,
  type RotationParams,
  settleRotation,
} from '../measures/rotation/index.ts';
import { parseAxes } from '../mounting/axes.ts';
import { OrientationFilter } from '../orientation/orientation-filter.ts';
import {
  type LoadRow,
  POSTURE_STATES,
  type PostureSecond,
  type PostureState,
  type RotationEvent,
} from '../pipeline/outputs.ts';
import { createPipeline } from '../pipeline/pipeline.ts';
import { type ImuBatch, STANDARD_GRAVITY_MPS2 } from '../signal/imu-batch.ts';
import {
  commodityErrors,
  defaultWorkday,
  posturePerSecond,
  SeededRandom,
  type SensorErrors,
  WorkdaySimulation,
} from '../simulation/index.ts';
import type { Steps } from './steps.ts';

const CHUNK = 6000;
const US_PER_S = 1e6;
const S_PER_MIN = 60;
const RAD_PER_DEG = Math.PI / 180;
export const START_US = 1_767_600_000_000_000;
/** How late the pipeline knows posture, s. */
const POSTURE_DELAY_S = 10;
/** Upright is learnt from walking; by now it has been. */
const UPRIGHT_AFTER_S = 60;

export interface DayOptions {
  readonly hours: number;
  readonly rateHz: number;
  readonly errors: SensorErrors | null;
}

export type Rotations = readonly RotationEvent[];

export interface PipelineDay {
  readonly simulation: WorkdaySimulation;
  readonly rotations: Rotations;
  readonly load: readonly LoadRow[];
  readonly seconds: readonly PostureSecond[];
}

/** The errors of a commodity sensor with a bias of exactly 1 deg/s, and `moreBiasDps` on every axis. */
export function sensorErrors(seed: number, moreBiasDps = 0): SensorErrors {
  const errors = commodityErrors(seed);
  const scale = 1 / Math.hypot(...errors.gyrBiasDps);
  const [x, y, z] = errors.gyrBiasDps.map((bias) => bias * scale + moreBiasDps) as [number, number, number];
  return { ...errors, gyrBiasDps: [x, y, z] };
}

function simulate(seed: number, { hours, rateHz, errors }: DayOptions): WorkdaySimulation {
  return new WorkdaySimulation(defaultWorkday(seed, hours), { rateHz, errors, startUs: START_US });
}

/** A synthetic day through the whole pipeline, two minutes a step. */
export function* runPipeline(seed: number, options: DayOptions): Steps<PipelineDay> {
  const simulation = simulate(seed, options);
  const axes = parseAxes('up,right,forward');
  const pipeline = createPipeline({ rateHz: options.rateHz, hasGyro: true, hasMag: false, axes });
  const rotations: RotationEvent[] = [];
  const load: LoadRow[] = [];
  const seconds = new Map<number, PostureSecond>();
  const take = (output: ReturnType<typeof pipeline.push>): void => {
    rotations.push(...output.rotations);
    load.push(...output.load);
    for (const second of output.seconds) seconds.set(second.tUs, second);
  };
  for (let batch = simulation.next(CHUNK); batch; batch = simulation.next(CHUNK)) {
    take(pipeline.push(batch));
    yield;
  }
  take(pipeline.flush());
  return { simulation, rotations, load, seconds: [...seconds.values()] };
}

/** The rotation stage alone: orientation as estimated, posture as it truly was but told late. */
export function* runRotationAlone(
  seed: number,
  options: DayOptions,
  params: RotationParams = ROTATION_PARAMS,
): Steps<{ readonly simulation: WorkdaySimulation; readonly rotations: Rotations }> {
  const simulation = simulate(seed, options);
  const postures = posturePerSecond(simulation.truth);
  const codeAt = (second: number): number => POSTURE_STATES.indexOf(postures[second] ?? 'unknown');
  const filter = new OrientationFilter();
  const stage = createRotationStage(params);
  const buffer = createRotationBuffer(CHUNK);
  const { quaternion, biasRadps } = filter;
  const upright = uprightInSensor(simulation);
  const rotations: RotationEvent[] = [];
  for (let batch = simulation.next(CHUNK); batch; batch = simulation.next(CHUNK)) {
    const { accMps2: a, gyrRadps: g, tUs } = batch;
    for (let i = 0; i < batch.n; i++) {
      filter.update(tUs[i]!, a.x[i]!, a.y[i]!, a.z[i]!, g.x[i]!, g.y[i]!, g.z[i]!);
      const atS = Math.floor((tUs[i]! - START_US) / US_PER_S);
      const known = {
        quaternion,
        biasRadps,
        upright: atS < UPRIGHT_AFTER_S ? null : upright,
        posture: codeAt(atS - POSTURE_DELAY_S),
      };
      projectOnGravity(tUs[i]!, a, g, i, known, buffer);
    }
    rotations.push(...stage.push(buffer));
    buffer.n = 0;
    yield;
  }
  rotations.push(...stage.flush());
  const postureAt = (tUs: number): PostureState =>
    postures[Math.floor((tUs - START_US) / US_PER_S)] ?? 'unknown';
  const settled = rotations.map((event) => settleRotation(event, postureAt, params));
  return { simulation, rotations: settled.filter((event) => event !== null) };
}

/** Rotation events of a sensor that lies still for hours, with a bias on its vertical axis and noise. */
export function* eventsAtRest(hours: number, rateHz: number, biasDps: number): Steps<number> {
  const pipeline = createPipeline({
    rateHz,
    hasGyro: true,
    hasMag: false,
    axes: parseAxes('forward,left,up'),
  });
  const random = new SeededRandom(1);
  const noiseRadps = 0.07 * RAD_PER_DEG;
  let count = 0;
  for (let from = 0; from < hours * 3600 * rateHz; from += CHUNK) {
    const column = (mean: number, noise: number): Float64Array =>
      Float64Array.from({ length: CHUNK }, () => mean + noise * random.normal());
    const still = (): Float64Array => column(0, noiseRadps);
    const batch: ImuBatch = {
      n: CHUNK,
      tUs: Float64Array.from({ length: CHUNK }, (_, i) => START_US + ((from + i) * US_PER_S) / rateHz),
      accMps2: { x: column(0, 0.01), y: column(0, 0.01), z: column(STANDARD_GRAVITY_MPS2, 0.01) },
      gyrRadps: { x: still(), y: still(), z: column(biasDps * RAD_PER_DEG, noiseRadps) },
      magUt: null,
    };
    count += pipeline.push(batch).rotations.length;
    yield;
  }
  return count + pipeline.flush().rotations.length;
}

/** The body's upright axis seen from the sensor. */
function uprightInSensor({ plan }: WorkdaySimulation): readonly number[] {
  const [w, x, y, z] = plan.mounting;
  return [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)];
}

/** Rotations of a day against its truth. */
export function scoreRotations(
  simulation: WorkdaySimulation,
  found: Rotations,
): ReturnType<typeof scoreEvents> {
  return scoreEvents(
    found.filter(({ kind }) => kind === 'rotation'),
    simulation.truth.rotations.filter(({ kind }) => kind === 'rotation'),
    START_US,
  );
}

/** Share of the seconds told a posture other than the true one; unknown left out. */
export function postureError({ seconds, simulation }: PipelineDay): number {
  const postures = posturePerSecond(simulation.truth);
  const told = seconds.filter(({ state }) => state !== 'unknown');
  const wrong = told.filter(({ tUs, state }) => postures[Math.floor((tUs - START_US) / US_PER_S)] !== state);
  return wrong.length / told.length;
}

/** Minutes of sitting as told and as they were, over the whole day; what is unknown is not sitting. */
export function sittingMinutes({ seconds, simulation }: PipelineDay): { told: number; true: number } {
  const sitting = posturePerSecond(simulation.truth).filter((posture) => posture === 'sitting').length;
  const told = seconds.filter(({ state }) => state === 'sitting').length;
  return { told: told / S_PER_MIN, true: sitting / S_PER_MIN };
}
