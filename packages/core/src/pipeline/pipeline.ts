import type { AxesMounting } from '../mounting/axes.ts';
import { flexionDeg, sideBendDeg, tiltDeg } from '../mounting/body-frame.ts';
import { OrientationFilter } from '../orientation/orientation-filter.ts';
import { POSTURE_PARAMS, type PostureParams } from '../posture/posture.params.ts';
import { type MountingSeed, PostureStage } from '../posture/posture-stage.ts';
import type { ImuBatch } from '../signal/imu-batch.ts';
import { HeadingDeviation } from './heading-deviation.ts';
import { type MeasureRows, MeasureStages } from './measure-stages.ts';
import { type OrientationColumns, type PipelineOutput, POSTURE_STATES } from './outputs.ts';
import type { Snapshot, Stage } from './stage.ts';

export interface PipelineParams {
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
  /** The wearer's own forward flexion range from a bend test, deg; null: a nominal one is assumed. */
  readonly flexionRangeDeg?: number | null;
}

/** A thousand g: no accelerometer of a wearable reads it. */
const IMPLAUSIBLE_MPS2 = 1e4;
const SNAPSHOT_VERSION = 4;

/** The whole analysis as one stage: the same code live and over a file. */
export function createPipeline(params: PipelineParams): Stage<ImuBatch, PipelineOutput> {
  return new Pipeline(params);
}

class Pipeline implements Stage<ImuBatch, PipelineOutput> {
  readonly #params: PipelineParams;
  readonly #filter = new OrientationFilter();
  readonly #heading = new HeadingDeviation();
  readonly #posture: PostureStage;
  readonly #measures: MeasureStages;
  /** What is known about the present sample; one object for all of them. */
  readonly #known: {
    readonly quaternion: Float64Array;
    readonly biasRadps: Float64Array;
    upright: ArrayLike<number> | null;
    posture: number;
  };
  readonly #acc = new Float64Array(3);
  readonly #up = new Float64Array(3);
  #lastUs = Number.NEGATIVE_INFINITY;
  #rotationDeg = Number.NaN;

  constructor(params: PipelineParams) {
    if (!(params.rateHz > 0)) {
      throw new RangeError(`rateHz is ${params.rateHz}: give the sensor's nominal rate in hertz, e.g. 100`);
    }
    this.#params = params;
    this.#posture = new PostureStage({
      rateHz: params.rateHz,
      axes: params.axes,
      seed: params.seed ?? null,
      params: { ...POSTURE_PARAMS, ...params.posture },
    });
    this.#measures = new MeasureStages(params.flexionRangeDeg ?? null);
    const { quaternion, biasRadps } = this.#filter;
    this.#known = { quaternion, biasRadps, upright: null, posture: 0 };
  }

  push(batch: ImuBatch): PipelineOutput {
    const columns = createColumns(batch.n);
    this.#measures.begin(batch.n);
    for (let i = 0; i < batch.n; i++) {
      this.#step(batch, i);
      this.#record(columns, i, batch.tUs[i]!);
    }
    const posture = this.#posture.drain();
    return this.#output(columns, posture, this.#measures.drain(posture));
  }

  flush(): PipelineOutput {
    const posture = this.#posture.flush();
    return this.#output(createColumns(0), posture, this.#measures.flush(posture));
  }

  snapshot(): Snapshot {
    return {
      version: SNAPSHOT_VERSION,
      lastUs: Number.isFinite(this.#lastUs) ? this.#lastUs : null,
      rotationDeg: Number.isFinite(this.#rotationDeg) ? this.#rotationDeg : null,
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
    this.#lastUs = (snapshot.lastUs as number | null) ?? Number.NEGATIVE_INFINITY;
    this.#rotationDeg = (snapshot.rotationDeg as number | null) ?? Number.NaN;
    this.#filter.restore(snapshot.filter as Snapshot);
    this.#heading.restore(snapshot.heading as Snapshot);
    this.#posture.restore(snapshot.posture as Snapshot);
    this.#measures.restore(snapshot.measures as Snapshot);
    this.#readUp();
  }

  /** Samples that are not finite, beyond any sensor, repeated or out of order change nothing. */
  #step(batch: ImuBatch, i: number): void {
    const tUs = batch.tUs[i]!;
    const { x, y, z } = batch.accMps2;
    const size = Math.abs(x[i]!) + Math.abs(y[i]!) + Math.abs(z[i]!);
    if (!(tUs > this.#lastUs && size < IMPLAUSIBLE_MPS2)) return;
    this.#lastUs = tUs;
    this.#acc[0] = x[i]!;
    this.#acc[1] = y[i]!;
    this.#acc[2] = z[i]!;
    this.#orient(batch, i, tUs);
    this.#readUp();
    this.#posture.push(tUs, this.#acc, this.#up, this.#rotationDeg);
    if (batch.gyrRadps && this.#params.hasGyro) this.#measure(batch, i);
  }

  #measure(batch: ImuBatch, i: number): void {
    const { frame, state } = this.#posture;
    this.#known.upright = frame?.up ?? null;
    this.#known.posture = POSTURE_STATES.indexOf(state);
    this.#measures.sample(batch, i, this.#known);
  }

  #orient(batch: ImuBatch, i: number, tUs: number): void {
    const [ax, ay, az] = this.#acc as unknown as [number, number, number];
    const g = batch.gyrRadps;
    if (!g || !this.#params.hasGyro) {
      this.#filter.updateAcc(tUs, ax, ay, az);
      return;
    }
    this.#filter.update(tUs, ax, ay, az, g.x[i]!, g.y[i]!, g.z[i]!);
    const m = batch.magUt;
    if (m && this.#params.useMag) this.#filter.updateMag(m.x[i]!, m.y[i]!, m.z[i]!);
    this.#rotationDeg = this.#heading.push(tUs, this.#filter.quaternion);
  }

  /** The world's up seen from the sensor. */
  #readUp(): void {
    const q = this.#filter.quaternion;
    this.#up[0] = 2 * (q[1]! * q[3]! - q[0]! * q[2]!);
    this.#up[1] = 2 * (q[2]! * q[3]! + q[0]! * q[1]!);
    this.#up[2] = 1 - 2 * (q[1]! * q[1]! + q[2]! * q[2]!);
  }

  #record(columns: OrientationColumns, i: number, tUs: number): void {
    const q = this.#filter.quaternion;
    columns.tUs[i] = tUs;
    columns.w[i] = q[0]!;
    columns.x[i] = q[1]!;
    columns.y[i] = q[2]!;
    columns.z[i] = q[3]!;
    columns.rotationDeg[i] = this.#rotationDeg;
    const frame = this.#posture.frame;
    const x = this.#up[0]!;
    const y = this.#up[1]!;
    const z = this.#up[2]!;
    columns.flexionDeg[i] = frame ? flexionDeg(frame, x, y, z) : Number.NaN;
    columns.sideBendDeg[i] = frame ? sideBendDeg(frame, x, y, z) : Number.NaN;
    columns.tiltDeg[i] = frame ? tiltDeg(frame, x, y, z) : Number.NaN;
  }

  #output(
    orientation: OrientationColumns,
    posture: ReturnType<PostureStage['drain']>,
    measures: MeasureRows,
  ): PipelineOutput {
    return {
      orientation,
      seconds: posture.seconds,
      decidedUntilUs: posture.decidedUntilUs,
      bouts: posture.bouts,
      rotations: measures.rotations,
      load: measures.load,
      breaks: measures.breaks,
      mounting: this.#posture.mounting,
    };
  }
}

function createColumns(n: number): OrientationColumns {
  const column = (): Float64Array => new Float64Array(n);
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
