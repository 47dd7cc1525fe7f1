import { Logger } from '@nestjs/common';
import type { Bends } from '@plumbline/contract';
import {
  type BendCalibration,
  type BendsProgress,
  GUIDED_BENDS_PARAMS,
  GuidedBends,
  type ImuBatch,
} from '@plumbline/core';

/** Samples that do not come for so long are told of. */
const SILENCE_MS = 3_000;
const NO_SAMPLES = 'No samples are coming in: switch the sensor on and wait until the live picture moves.';
const NOT_STORED = 'The bends were good, but the result could not be stored. Please do them again.';

export const NO_BENDS: Bends = {
  ...{ version: 0, phase: 'none', bends: 0, of: GUIDED_BENDS_PARAMS.bends, tiltDeg: 0, refusal: null },
  ...{ text: 'No bends were begun.', reason: null, streamId: null, calibration: null },
};

/** Where samples come from. */
export interface BendsSource {
  readonly streamId: number;
  readonly sessionId: number;
  readonly streamUuid: string;
}

type Store = (source: BendsSource, result: BendCalibration) => Promise<void>;

/** One test of one wearer, from beginning to end. */
export class BendsRun {
  readonly #logger = new Logger(BendsRun.name);
  readonly #guided = new GuidedBends();
  readonly #store: Store;
  #progress: BendsProgress;
  #version: number;
  /** Of the first samples that came: bends of two sensors are not mixed. */
  #source: BendsSource | null = null;
  #receivedAtMs: number;
  #isOver = false;
  #waiting: (() => void)[] = [];

  /** Versions go on from an earlier test's, so that whoever follows that one hears of this. */
  constructor(version: number, nowMs: number, store: Store) {
    this.#version = version;
    this.#receivedAtMs = nowMs;
    this.#store = store;
    const none = { n: 0, tUs: new Float64Array(0), accMps2: NO_VECTORS, gyrRadps: null, magUt: null };
    this.#progress = this.#guided.push(none);
  }

  get version(): number {
    return this.#version;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Resolves when it has been stored what came of it, if anything did. */
  async take(source: BendsSource, batch: ImuBatch, nowMs: number): Promise<void> {
    if (this.#isOver || (this.#source !== null && this.#source.streamId !== source.streamId)) return;
    this.#source = source;
    this.#receivedAtMs = nowMs;
    await this.#tell(this.#guided.push(batch));
  }

  /** The wearer has done enough of them: what there is, is judged. */
  async finish(): Promise<void> {
    if (!this.#isOver) await this.#tell(this.#guided.flush());
  }

  state(nowMs: number): Bends {
    const { phase, bends, of, tiltDeg, refusal, text, calibration } = this.#progress;
    const isSilent = !this.#isOver && nowMs - this.#receivedAtMs > SILENCE_MS;
    return {
      ...{ version: this.#version, phase, bends, of, tiltDeg, refusal, text },
      reason: isSilent ? NO_SAMPLES : null,
      streamId: this.#source?.streamUuid ?? null,
      calibration: calibration && told(calibration),
    };
  }

  /** Resolves when there is another word, or when the time is up. */
  another(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Nobody follows it any more. */
  end(): void {
    this.#isOver = true;
    this.#wake();
  }

  async #tell(progress: BendsProgress): Promise<void> {
    const isOver = progress.phase === 'accepted' || progress.phase === 'refused';
    this.#isOver = isOver;
    const stored = progress.calibration === null || (await this.#keep(progress.calibration));
    this.#progress = stored
      ? progress
      : { ...progress, phase: 'refused', text: NOT_STORED, calibration: null };
    this.#version++;
    this.#wake();
  }

  /** Accepted is told when it is stored. */
  async #keep(result: BendCalibration): Promise<boolean> {
    try {
      await this.#store(this.#source!, result);
      return true;
    } catch (error) {
      this.#logger.error(`bends that were accepted could not be stored: ${(error as Error).message}`);
      return false;
    }
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}

/** 1 when all bends went the same way, 0 when they differed as much as is just accepted. */
export function qualityOf({ axesSdDeg }: Pick<BendCalibration, 'axesSdDeg'>): number {
  return Math.max(0, 1 - axesSdDeg / GUIDED_BENDS_PARAMS.axesSdDeg);
}

function told(result: BendCalibration): NonNullable<Bends['calibration']> {
  const { bends, axesSdDeg, leastEigenvalueRatio, seed } = result;
  const { flexionRangeDeg, calibratedAtUs } = seed;
  const facts = { bends, axesSdDeg, leastEigenvalueRatio, flexionRangeDeg };
  return { ...facts, quality: qualityOf(result), calibratedAtUs: calibratedAtUs! };
}

const EMPTY = new Float64Array(0);
const NO_VECTORS = { x: EMPTY, y: EMPTY, z: EMPTY };
