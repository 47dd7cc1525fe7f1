import type { MountingEvent } from '../pipeline/outputs.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import type { ImuBatch } from '../signal/imu-batch.ts';
import { GyroAgreement, type GyroFault } from './gyro-agreement.ts';

export const NO_GYROSCOPE = 'not available: the source has no gyroscope';
export const GYRO_AGAINST =
  'not available: the gyroscope turns the other way than gravity does in the sensor, so left would be told as right';

/** Whether a gyroscope may be believed, from sample to sample, and what has become known about it. */
export class GyroWatch {
  readonly #hasGyro: boolean;
  readonly #agreement: GyroAgreement;
  #events: MountingEvent[] = [];

  /** @param fault what the session before has found out of the same sensor. */
  constructor(hasGyro: boolean, fault: GyroFault) {
    this.#hasGyro = hasGyro;
    this.#agreement = new GyroAgreement(fault);
  }

  /** There is one, and it does not turn against gravity. */
  get isUsable(): boolean {
    return this.#hasGyro && !this.#agreement.isAgainst;
  }

  /** What the next session with the same sensor should know. */
  get fault(): GyroFault {
    return this.#agreement.fault;
  }

  /** Why it is not; null: it is. */
  get reason(): string | null {
    if (!this.#hasGyro) return NO_GYROSCOPE;
    return this.#agreement.isAgainst ? GYRO_AGAINST : null;
  }

  /** Row `i` of a batch: true when it has become known whether the gyroscope may be believed. */
  push({ tUs, accMps2, gyrRadps }: ImuBatch, i: number): boolean {
    if (!gyrRadps || !this.#hasGyro) return false;
    if (!this.#agreement.push(tUs, accMps2, gyrRadps, i)) return false;
    this.#tell(tUs[i]!);
    return true;
  }

  /** What has become known since the last call. */
  drain(): readonly MountingEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** Between two calls of `drain` only: what has not been taken is not in it. */
  snapshot(): Snapshot {
    return this.#agreement.snapshot();
  }

  restore(snapshot: Snapshot): void {
    this.#agreement.restore(snapshot);
  }

  #tell(nowUs: number): void {
    const { isAgainst, sinceUs } = this.#agreement;
    this.#events.push({
      kind: isAgainst ? 'gyro_against' : 'gyro_right',
      tUs: sinceUs,
      ...{ lastGoodUs: null, angleDeg: null, warnedAtUs: nowUs, judgedAtUs: nowUs, withdrawnAtUs: null },
    });
  }
}
