import { SeededRandom } from './random.ts';

/** A sensor behind a Bluetooth LE connection: what is late, what is bunched and what is lost. */
export interface RadioLinkParams {
  readonly rateHz: number;
  /** How much slower than the host the sensor's crystal runs, parts per million, and how far it wanders. */
  readonly clockPpm: number;
  readonly wanderPpm: number;
  readonly intervalMs: number;
  /** Resolution of the sensor's clock, microseconds. */
  readonly tickUs: number;
  /** Share of connection events that have to be repeated at the next one. */
  readonly retransmit: number;
  /** Stalls of 0.1 s up to this, one about every `stallEveryS`. */
  readonly maxStallS: number;
  readonly stallEveryS: number;
  /** 1 to 7 samples lost, about every so often; Infinity: never. */
  readonly lossEveryS: number;
  readonly samplesPerNotification: number;
  /** Spread of the time from a sample to its place in the sensor's queue. */
  readonly jitterMs: number;
}

export const RADIO_LINK: RadioLinkParams = {
  rateHz: 50,
  clockPpm: 7000,
  wanderPpm: 10,
  intervalMs: 30,
  tickUs: 1000,
  retransmit: 0.05,
  maxStallS: 1.5,
  stallEveryS: 60,
  lossEveryS: Number.POSITIVE_INFINITY,
  samplesPerNotification: 12,
  jitterMs: 0.2,
};

/** One notification: rows `[0, n)` of the columns are valid. */
export interface RadioNotification {
  n: number;
  arrivalUs: number;
  /** When each sample was really taken, and what the sensor's clock said. */
  readonly trueUs: Float64Array;
  readonly deviceUs: Float64Array;
}

/** With 10 ppm a change of 10 ppm an hour, as of a crystal that warms up and cools down. */
const WANDER_PERIOD_S = 2 * Math.PI * 3600;
const HOST_DELAY_MS = 0.3;
const MAX_BURST = 7;
const QUEUE = 4096;

/** Deterministic: the same seed gives the same notifications. Ask for one after the other. */
export class RadioLinkSimulation {
  readonly #params: RadioLinkParams;
  readonly #random: SeededRandom;
  readonly #out: RadioNotification;
  readonly #queueTrue = new Float64Array(QUEUE);
  readonly #queueDevice = new Float64Array(QUEUE);
  readonly #wanderPhase: number;
  #head = 0;
  #tail = 0;
  #sample = 0;
  #event = 0;
  #eventOffsetUs: number;
  #stallUntilUs = 0;
  #nextStallUs: number;
  #nextLossUs: number;
  #toLose = 0;
  #delayUs = 0;
  #sendable = false;
  /** Samples taken and lost so far. */
  taken = 0;
  lost = 0;
  losses = 0;

  /** What is not said is as in {@link RADIO_LINK}. */
  static of(params: Partial<RadioLinkParams>, seed: number): RadioLinkSimulation {
    return new RadioLinkSimulation({ ...RADIO_LINK, ...params }, seed);
  }

  constructor(params: RadioLinkParams, seed: number) {
    this.#params = params;
    this.#random = new SeededRandom(seed);
    const n = params.samplesPerNotification;
    this.#out = { n: 0, arrivalUs: 0, trueUs: new Float64Array(n), deviceUs: new Float64Array(n) };
    this.#wanderPhase = this.#random.between(0, 2 * Math.PI);
    this.#eventOffsetUs = this.#random.between(0, params.intervalMs * 1000);
    this.#nextStallUs = this.#wait(params.stallEveryS);
    this.#nextLossUs = this.#wait(params.lossEveryS);
  }

  /** The same object every time. */
  next(): RadioNotification {
    while (this.#head === this.#tail || !this.#sendable) this.#nextEvent();
    const out = this.#out;
    out.n = 0;
    while (this.#head !== this.#tail && out.n < this.#params.samplesPerNotification) {
      out.trueUs[out.n] = this.#queueTrue[this.#head]!;
      out.deviceUs[out.n++] = this.#queueDevice[this.#head]!;
      this.#head = (this.#head + 1) % QUEUE;
    }
    out.arrivalUs = Math.max(out.arrivalUs + 1, this.#eventUs() + this.#hostDelayUs());
    return out;
  }

  #nextEvent(): void {
    this.#event++;
    const nowUs = this.#eventUs();
    this.#takeSamples(nowUs);
    if (nowUs > this.#nextStallUs) {
      this.#stallUntilUs = nowUs + this.#random.between(0.1, this.#params.maxStallS) * 1e6;
      this.#nextStallUs = nowUs + this.#wait(this.#params.stallEveryS);
    }
    this.#sendable = nowUs >= this.#stallUntilUs && this.#random.next() >= this.#params.retransmit;
  }

  #takeSamples(untilUs: number): void {
    for (let tUs = this.#trueUs(); tUs + this.#delayUs <= untilUs; tUs = this.#trueUs()) {
      this.#delayUs = Math.abs(this.#random.normal()) * this.#params.jitterMs * 1000;
      this.taken++;
      if (tUs > this.#nextLossUs) this.#beginLoss(tUs);
      if (this.#toLose > 0) {
        this.#toLose--;
        this.lost++;
      } else this.#enqueue(tUs);
      this.#sample++;
    }
  }

  #beginLoss(tUs: number): void {
    this.losses++;
    this.#toLose = 1 + Math.floor(this.#random.next() * MAX_BURST);
    this.#nextLossUs = tUs + this.#wait(this.#params.lossEveryS);
  }

  #enqueue(tUs: number): void {
    const { tickUs, rateHz } = this.#params;
    this.#queueTrue[this.#tail] = tUs;
    this.#queueDevice[this.#tail] = Math.floor((this.#sample * 1e6) / rateHz / tickUs) * tickUs;
    this.#tail = (this.#tail + 1) % QUEUE;
  }

  /** The crystal is off by a constant and a slow wave; integrated, so that time never jumps. */
  #trueUs(): number {
    const { rateHz, clockPpm, wanderPpm } = this.#params;
    const devS = this.#sample / rateHz;
    const omega = (2 * Math.PI) / WANDER_PERIOD_S;
    const wave = (Math.sin(omega * devS + this.#wanderPhase) - Math.sin(this.#wanderPhase)) / omega;
    return (devS * (1 + clockPpm / 1e6) + (wave * wanderPpm) / 1e6) * 1e6;
  }

  #eventUs(): number {
    return this.#eventOffsetUs + this.#event * this.#params.intervalMs * 1000;
  }

  #hostDelayUs(): number {
    return -Math.log(1 - this.#random.next()) * HOST_DELAY_MS * 1000;
  }

  #wait(meanS: number): number {
    return -Math.log(1 - this.#random.next()) * meanS * 1e6;
  }
}
