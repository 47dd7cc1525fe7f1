/**
 * Second-order Butterworth low-pass for a vector, for irregular steps: the state-space form
 * x'' = wc^2 (u - x) - sqrt(2) wc x', integrated by the trapezoid rule (the bilinear transform), so one step
 * needs no stored coefficients and any dt is stable. As in the VQF paper wc = sqrt(2)/tau, and for the first
 * `tau` seconds the output is the running mean of the input.
 */
export class LowPass {
  /** Filtered vector, shared: read it, do not keep it. */
  readonly value: Float64Array;
  /** Everything, for snapshots: value, slope and last input per channel, then the age in seconds. */
  readonly state: Float64Array;
  readonly #n: number;
  readonly #tauS: number;
  readonly #wc: number;

  constructor(channels: number, tauS: number) {
    this.#n = channels;
    this.#tauS = tauS;
    this.#wc = Math.SQRT2 / tauS;
    this.state = new Float64Array(3 * channels + 1);
    this.value = this.state.subarray(0, channels);
  }

  /** Start again from the next input. */
  reset(): void {
    this.state.fill(0);
  }

  /** Takes the input at the end of a step of `dtS` seconds. */
  step(dtS: number, input: Float64Array): void {
    const age = this.state[3 * this.#n]!;
    this.state[3 * this.#n] = Math.min(age + dtS, 2 * this.#tauS);
    if (age < this.#tauS) this.#average(dtS / (age + dtS), input);
    else this.#filter(dtS, input);
  }

  #average(share: number, input: Float64Array): void {
    const s = this.state;
    const n = this.#n;
    for (let i = 0; i < n; i++) {
      s[i] = s[i]! + share * (input[i]! - s[i]!);
      s[2 * n + i] = input[i]!;
    }
  }

  #filter(dtS: number, input: Float64Array): void {
    const s = this.state;
    const n = this.#n;
    const half = dtS / 2;
    const pull = half * this.#wc * this.#wc;
    const scale = 1 / (1 + half * pull + half * Math.SQRT2 * this.#wc);
    for (let i = 0; i < n; i++) {
      const x = s[i]!;
      const v = s[n + i]!;
      const u = input[i]!;
      const sum = (2 * v + pull * (s[2 * n + i]! + u - 2 * x)) * scale;
      s[i] = x + half * sum;
      s[n + i] = sum - v;
      s[2 * n + i] = u;
    }
  }
}
