import type { MountingState } from '../pipeline/outputs.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import type { AxesMounting } from './axes.ts';
import { type BodyFrame, bodyFrame, type Vec3 } from './body-frame.ts';
import { ForwardAxis } from './forward-axis.ts';
import { GaitDirection } from './gait-direction.ts';
import type { GaitEvidence } from './gait-forward.ts';
import type { ReferenceParams } from './mounting.params.ts';
import { WalkingReference } from './walking-reference.ts';

/** What an earlier session with the same mounting learned; sensor frame, any length. */
export interface MountingSeed {
  readonly up: Vec3;
  readonly forward: Vec3 | null;
}

export interface MountingOptions {
  readonly axes: AxesMounting | null;
  readonly seed: MountingSeed | null;
  readonly params: ReferenceParams;
}

/** What mounting reads of a second. Sensor frame, m/s^2. */
export interface MountingRow {
  readonly tUs: number;
  /** Most of the second lies in a silence. */
  readonly lost: boolean;
  /** Mean acceleration over 5 s, and mean "up" of the orientation filter over the second. */
  readonly acc5: Vec3 | null;
  readonly up: Vec3 | null;
  /** Standard deviation of the acceleration's magnitude over the second. */
  readonly sdMps2: number;
}

const NO_REFERENCE = 'upright is not known yet: walk a few steps straight ahead';
const NO_FORWARD =
  'which way is forward is not known yet: walk straight ahead for a quarter of a minute, bend forward a few times, or state the axes';
/** Seconds this quiet tell how the wearer rests. */
const RESTING_SD_MPS2 = 0.3;

/** Where the body's axes point in the sensor, learned as the wearer goes along. */
export class Mounting {
  readonly #options: MountingOptions;
  readonly #reference: WalkingReference;
  readonly #gait = new GaitDirection();
  readonly #forward = new ForwardAxis();
  #frame: BodyFrame | null;

  constructor(options: MountingOptions) {
    this.#options = options;
    this.#reference = new WalkingReference(options.params);
    this.#frame = this.#currentFrame();
  }

  /** Upright and forward as known now; null before the first reference. */
  get frame(): BodyFrame | null {
    return this.#frame;
  }

  get state(): MountingState {
    const reference = this.#reference.up ? 'walking' : this.#options.seed ? 'seed' : null;
    const forward = this.#frame?.forward ? this.#forwardSource() : null;
    const reason = reference === null ? NO_REFERENCE : forward === null ? NO_FORWARD : null;
    return { reference, forward, reason };
  }

  /** A window of plain walking, before the second in its middle. */
  walk(evidence: GaitEvidence): void {
    this.#gait.add(evidence);
  }

  /** Takes the next second. */
  add(row: MountingRow, isWalking: boolean): void {
    if (row.lost) return;
    if (isWalking && row.acc5) this.#reference.add(row.acc5);
    const up = this.#reference.up;
    if (!isWalking && up && row.up) this.#forward.add(row.up, up, row.sdMps2 < RESTING_SD_MPS2);
    this.#frame = this.#currentFrame();
  }

  snapshot(): Snapshot {
    return {
      reference: this.#reference.snapshot(),
      gait: this.#gait.snapshot(),
      forward: this.#forward.snapshot(),
    };
  }

  restore(snapshot: Snapshot): void {
    this.#reference.restore(snapshot.reference as Snapshot);
    this.#gait.restore(snapshot.gait as Snapshot);
    this.#forward.restore(snapshot.forward as Snapshot);
    this.#frame = this.#currentFrame();
  }

  #forwardSource(): MountingState['forward'] {
    if (this.#options.seed?.forward) return 'seed';
    if (this.#options.axes) return 'axes';
    const up = this.#reference.up;
    return up && this.#gait.forward(up) ? 'walking' : (this.#forward.estimate?.source ?? null);
  }

  #currentFrame(): BodyFrame | null {
    const { axes, seed } = this.#options;
    const up = this.#reference.up ?? seed?.up;
    if (!up) return null;
    const walked = this.#gait.forward(bodyFrame(up, null).up);
    return bodyFrame(up, seed?.forward ?? axes?.forward ?? walked ?? this.#forward.estimate?.forward ?? null);
  }
}
