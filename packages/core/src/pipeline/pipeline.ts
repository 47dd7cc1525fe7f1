import type { AxesMounting } from '../mounting/axes.ts';
import { FrameAngles } from '../mounting/frame-angles.ts';
import { GyroWatch } from '../mounting/gyro-watch.ts';
import { OrientationFilter } from '../orientation/orientation-filter.ts';
import type { PostureLabel } from '../posture/corrections.ts';
import { POSTURE_PARAMS, type PostureParams } from '../posture/posture.params.ts';
import { SAMPLE, SAMPLE_LENGTH } from '../posture/posture-sample.ts';
import { type PostureDrain, PostureStage } from '../posture/posture-stage.ts';
import { IMPLAUSIBLE_MPS2 } from '../signal/implausible.ts';
import type { ImuBatch } from '../signal/imu-batch.ts';
import { HeadingDeviation } from './heading-deviation.ts';
import { type MeasureOptions, type MeasureRows, MeasureStages } from './measure-stages.ts';
import {
  type MountingSeed,
  type MountingState,
  type OrientationColumns,
  type PipelineOutput,
  POSTURE_STATES,
  type PostureSecond,
} from './outputs.ts';
import type { Snapshot, Stage } from './stage.ts';

export interface PipelineParams extends MeasureOptions {
  /** Nominal sample rate; what coverage is measured against. */
  readonly rateHz: number;
  /** False for acceleration-only sources: rotation is not available. */
  readonly hasGyro: boolean;
  readonly hasMag: boolean;
  /** Use the magnetometer for heading; off by default, because interference is common indoors. */
  readonly useMag?: boolean;
  /** Nominal mounting, see `parseAxes`; null: the forward axis has to be found. */
  readonly axes: AxesMounting | null;
  /** Upright and forward from the wearer's last session with the same mounting. */
  readonly seed?: MountingSeed | null;
  readonly posture?: Partial<PostureParams>;
  /** What the wearer says about stretches of time ("I was standing"); with other labels, derive again. */
  readonly labels?: readonly PostureLabel[];
  /**
   * What a second source says about seconds of posture, such as a sensor on the thigh (see `withThigh`): the same
   * seconds, revised, on which all measures rest. A second told again comes again; `bouts` stay those of the clip alone.
   */
  readonly revise?: (seconds: readonly PostureSecond[]) => readonly PostureSecond[];
  /** The wearer's own forward flexion range from a bend test, deg; null: the seed's, else a nominal one. */
  readonly flexionRangeDeg?: number | null;
}

const { TIME_US, ACC, UP, ROTATION_DEG } = SAMPLE;
const SNAPSHOT_VERSION = 21;
/**
 * What posture says now is that of seconds ago: rotation starts from its lower threshold, knows walking from the steps it
 * sees, and is settled when posture is decided.
 */
const UNKNOWN = POSTURE_STATES.indexOf('unknown');
/** In `OrientationColumns`. */
const COLUMNS = 9;

/** The whole analysis as one stage: the same code live and over a file. */
export function createPipeline(params: PipelineParams): Stage<ImuBatch, PipelineOutput> {
  return new Pipeline(params);
}

class Pipeline implements Stage<ImuBatch, PipelineOutput> {
  readonly #params: PipelineParams;
  readonly #gyro: GyroWatch;
  readonly #filter = new OrientationFilter();
  readonly #heading = new HeadingDeviation();
  readonly #posture: PostureStage;
  readonly #measures: MeasureStages;
  /** What is known about the present sample; one object for all of them. */
  readonly #known: {
    readonly quaternion: Float64Array;
    readonly biasRadps: Float64Array;
    upright: ArrayLike<number> | null;
    readonly posture: number;
  };
  /** The last sample that counted, see `posture-sample.ts`, and a view of its up. */
  readonly #now = new Float64Array(SAMPLE_LENGTH);
  readonly #up = this.#now.subarray(UP, UP + 3);
  readonly #angles = new FrameAngles();

  constructor(params: PipelineParams) {
    if (!(params.rateHz > 0)) {
      throw new RangeError(`rateHz is ${params.rateHz}: give the sensor's nominal rate in hertz, e.g. 100`);
    }
    this.#params = params;
    this.#gyro = new GyroWatch(params.hasGyro, params.seed ?? {});
    this.#posture = new PostureStage({
      rateHz: params.rateHz,
      axes: params.axes,
      seed: params.seed ?? null,
      params: { ...POSTURE_PARAMS, ...params.posture },
      labels: params.labels,
    });
    this.#measures = new MeasureStages(
      params.flexionRangeDeg ?? params.seed?.flexionRangeDeg ?? null,
      params,
    );
    const { quaternion, biasRadps } = this.#filter;
    this.#known = { quaternion, biasRadps, upright: null, posture: UNKNOWN };
    this.#now[TIME_US] = Number.NEGATIVE_INFINITY;
    this.#now[ROTATION_DEG] = Number.NaN;
  }

  push(batch: ImuBatch): PipelineOutput {
    const columns = createColumns(batch.n);
    this.#measures.begin(batch.n);
    for (let i = 0; i < batch.n; i++) {
      this.#step(batch, i);
      this.#record(batch, columns, i);
    }
    const posture = this.#revised(this.#posture.drain());
    return this.#output(columns, posture, this.#measures.drain(posture));
  }

  flush(): PipelineOutput {
    const posture = this.#revised(this.#posture.flush());
    return this.#output(createColumns(0), posture, this.#measures.flush(posture));
  }

  snapshot(): Snapshot {
    const lastUs = this.#now[TIME_US]!;
    const rotationDeg = this.#now[ROTATION_DEG]!;
    return {
      version: SNAPSHOT_VERSION,
      lastUs: Number.isFinite(lastUs) ? lastUs : null,
      rotationDeg: Number.isFinite(rotationDeg) ? rotationDeg : null,
      gyro: this.#gyro.snapshot(),
      filter: this.#filter.snapshot(),
      heading: this.#heading.snapshot(),
      posture: this.#posture.snapshot(),
      measures: this.#measures.snapshot(),
    };
  }

  restore(snapshot: Snapshot): void {
    if (snapshot.version !== SNAPSHOT_VERSION) {
      throw new RangeError(
        `snapshot version is ${String(snapshot.version)}, this pipeline reads ${SNAPSHOT_VERSION}: analyse the raw samples again`,
      );
    }
    this.#now[TIME_US] = (snapshot.lastUs as number | null) ?? Number.NEGATIVE_INFINITY;
    this.#now[ROTATION_DEG] = (snapshot.rotationDeg as number | null) ?? Number.NaN;
    this.#gyro.restore(snapshot.gyro as Snapshot);
    this.#filter.restore(snapshot.filter as Snapshot);
    this.#heading.restore(snapshot.heading as Snapshot);
    this.#posture.restore(snapshot.posture as Snapshot);
    this.#measures.restore(snapshot.measures as Snapshot);
    this.#readUp();
  }

  #revised(posture: PostureDrain): PostureDrain {
    const { revise } = this.#params;
    return revise ? { ...posture, seconds: revise(posture.seconds) } : posture;
  }

  /** Samples that are not finite, beyond any sensor, repeated or out of order change nothing. */
  #step(batch: ImuBatch, i: number): void {
    const now = this.#now;
    const { x, y, z } = batch.accMps2;
    const size = Math.abs(x[i]!) + Math.abs(y[i]!) + Math.abs(z[i]!);
    const tUs = batch.tUs[i]!;
    if (!(tUs > now[TIME_US]! && tUs < Number.POSITIVE_INFINITY && size < IMPLAUSIBLE_MPS2)) return;
    now[TIME_US] = tUs;
    now[ACC] = x[i]!;
    now[ACC + 1] = y[i]!;
    now[ACC + 2] = z[i]!;
    if (this.#gyro.push(batch, i)) this.#measures.forgetRotations();
    const turns = batch.gyrRadps !== null && this.#gyro.isUsable;
    this.#orient(batch, i, turns);
    this.#readUp();
    this.#posture.pushSample(now);
    if (turns) this.#measure(batch, i);
  }

  #measure(batch: ImuBatch, i: number): void {
    this.#known.upright = this.#posture.frame?.up ?? null;
    this.#measures.sample(batch, i, this.#known);
  }

  #orient({ tUs, accMps2, gyrRadps, magUt }: ImuBatch, i: number, turns: boolean): void {
    if (!turns) {
      this.#filter.updateAccRow(tUs, accMps2, i);
      this.#now[ROTATION_DEG] = Number.NaN;
      return;
    }
    this.#filter.updateRow(tUs, accMps2, gyrRadps!, i);
    if (magUt && this.#params.useMag) this.#filter.updateMagRow(magUt, i);
    this.#heading.push(tUs, i, this.#filter.quaternion);
    this.#now[ROTATION_DEG] = this.#heading.deg;
  }

  /** The world's up seen from the sensor. */
  #readUp(): void {
    const q = this.#filter.quaternion;
    this.#up[0] = 2 * (q[1]! * q[3]! - q[0]! * q[2]!);
    this.#up[1] = 2 * (q[2]! * q[3]! + q[0]! * q[1]!);
    this.#up[2] = 1 - 2 * (q[1]! * q[1]! + q[2]! * q[2]!);
  }

  #record(batch: ImuBatch, columns: OrientationColumns, i: number): void {
    const q = this.#filter.quaternion;
    columns.tUs[i] = batch.tUs[i]!;
    columns.w[i] = q[0]!;
    columns.x[i] = q[1]!;
    columns.y[i] = q[2]!;
    columns.z[i] = q[3]!;
    columns.rotationDeg[i] = this.#now[ROTATION_DEG]!;
    this.#angles.write(this.#posture.frame, this.#up, columns, i);
  }

  #output(orientation: OrientationColumns, posture: PostureDrain, measures: MeasureRows): PipelineOutput {
    return {
      orientation,
      seconds: posture.seconds,
      decidedUntilUs: posture.decidedUntilUs,
      bouts: posture.bouts,
      rotations: measures.rotations,
      load: measures.load,
      breaks: measures.breaks,
      nudges: measures.nudges,
      mounting: this.#mounting(),
      mountingEvents: [...posture.mountingEvents, ...this.#gyro.drain()],
    };
  }

  #mounting(): MountingState {
    const { mounting } = this.#posture;
    const seed = mounting.seed ?? null;
    return {
      ...mounting,
      rotationReason: this.#gyro.reason,
      seed: seed && { ...seed, ...this.#gyro.fault },
    };
  }
}

/** All columns share one buffer: memory outside the heap is dear to get and to give back. */
function createColumns(n: number): OrientationColumns {
  const all = new ArrayBuffer(COLUMNS * n * Float64Array.BYTES_PER_ELEMENT);
  let used = 0;
  const column = (): Float64Array => {
    const at = used;
    used += n * Float64Array.BYTES_PER_ELEMENT;
    return new Float64Array(all, at, n);
  };
  return {
    n,
    tUs: column(),
    w: column(),
    x: column(),
    y: column(),
    z: column(),
    flexionDeg: column(),
    sideBendDeg: column(),
    rotationDeg: column(),
    tiltDeg: column(),
  };
}
