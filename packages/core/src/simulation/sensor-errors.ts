import type { ImuBatch } from '../signal/imu-batch.ts';
import { SeededRandom } from './random.ts';

/** Constant and random errors of a real sensor, sensor frame. Quantisation is the sensor's own business. */
export interface SensorErrors {
  readonly gyrBiasDps: readonly [number, number, number];
  /** By how much the bias changes while the sensor warms up, with a time constant of 20 minutes. */
  readonly gyrWarmUpDps: readonly [number, number, number];
  /** Relative: 0.01 reads 1 % too much. */
  readonly gyrScale: readonly [number, number, number];
  readonly gyrNoiseDpsPerRootHz: number;
  readonly accBiasMps2: readonly [number, number, number];
  readonly accScale: readonly [number, number, number];
  readonly accNoiseMgPerRootHz: number;
}

/** A good-natured commodity sensor: 1 deg/s bias of which some comes with warmth, 1 % scale, 0.01 deg/s and 0.15 mg per root hertz. */
export function commodityErrors(seed: number): SensorErrors {
  const random = new SeededRandom(seed, ERROR_STREAM);
  const three = (size: number): [number, number, number] => [
    random.between(-size, size),
    random.between(-size, size),
    random.between(-size, size),
  ];
  return {
    gyrBiasDps: three(1),
    gyrWarmUpDps: three(0.2),
    gyrScale: three(0.01),
    gyrNoiseDpsPerRootHz: 0.01,
    accBiasMps2: three(0.15),
    accScale: three(0.005),
    accNoiseMgPerRootHz: 0.15,
  };
}

const ERROR_STREAM = 0x5e11;
const NOISE_STREAM = 0x0153;
const RAD_PER_DEG = Math.PI / 180;
const MPS2_PER_MG = 0.00980665;

/** Adds errors in place, sample after sample. */
export class ErrorModel {
  readonly #random: SeededRandom;
  readonly #gyr: readonly AxisErrors[];
  readonly #acc: readonly AxisErrors[];
  readonly #coolingPerSample: number;
  /** 1 when switched on, 0 when warm. */
  #cold = 1;

  constructor(errors: SensorErrors, seed: number, rateHz: number) {
    this.#random = new SeededRandom(seed, NOISE_STREAM);
    this.#coolingPerSample = Math.exp(-1 / (rateHz * WARM_UP_S));
    const rootBandwidth = Math.sqrt(rateHz / 2);
    const gyrNoise = errors.gyrNoiseDpsPerRootHz * RAD_PER_DEG * rootBandwidth;
    const accNoise = errors.accNoiseMgPerRootHz * MPS2_PER_MG * rootBandwidth;
    this.#gyr = AXES.map((_, i) => ({
      gain: 1 + errors.gyrScale[i]!,
      bias: (errors.gyrBiasDps[i]! + errors.gyrWarmUpDps[i]!) * RAD_PER_DEG,
      cold: -errors.gyrWarmUpDps[i]! * RAD_PER_DEG,
      noise: gyrNoise,
    }));
    this.#acc = AXES.map((_, i) => ({
      gain: 1 + errors.accScale[i]!,
      bias: errors.accBiasMps2[i]!,
      cold: 0,
      noise: accNoise,
    }));
  }

  apply(batch: ImuBatch): void {
    for (let row = 0; row < batch.n; row++) {
      for (let axis = 0; axis < AXES.length; axis++) {
        this.#disturb(batch.accMps2[AXES[axis]!], row, this.#acc[axis]!);
        this.#disturb(batch.gyrRadps![AXES[axis]!], row, this.#gyr[axis]!);
      }
      this.#cold *= this.#coolingPerSample;
    }
  }

  #disturb(column: Float64Array, row: number, { gain, bias, cold, noise }: AxisErrors): void {
    column[row] = gain * column[row]! + bias + cold * this.#cold + noise * this.#random.normal();
  }
}

interface AxisErrors {
  readonly gain: number;
  readonly bias: number;
  /** Bias that goes away with warmth. */
  readonly cold: number;
  readonly noise: number;
}

const AXES = ['x', 'y', 'z'] as const;
const WARM_UP_S = 1200;
