/** A stretch in which up turns by less says nothing, and no stretch says more than another, rad. */
const LIVELY_RAD = 0.03;
/** Fewer stretches than these may agree or disagree by chance. */
const LEAST_STRETCHES = 100;
/**
 * Below this correlation the one turns against the other. Lower backs of six recordings and simulated days come to 0.3 and
 * more from so many stretches, walking alone to 0 and more at any cadence; what is pushed to and fro without turning comes
 * to about 0, sixteen optical trials to no less than -0.01.
 */
const AGAINST = -0.3;

type Vector = ArrayLike<number>;

/**
 * Whether a gyroscope turns the way in which gravity turns in the sensor: one with its signs changed, or with an axis of a
 * left-handed frame, tells left for right. Allocates nothing per stretch.
 */
export class GyroAgreement {
  #stretches = 0;
  #both = 0;
  #told = 0;
  #seen = 0;

  /** Up before and after a stretch (unit vectors, sensor frame), and the angle by which the gyroscope turned meanwhile, rad. */
  add(before: Vector, after: Vector, angle: Vector): void {
    let both = 0;
    let told2 = 0;
    let seen2 = 0;
    for (let k = 0; k < 3; k++) {
      const [a, b] = [(k + 1) % 3, (k + 2) % 3];
      const told = ((before[a]! + after[a]!) * angle[b]! - (before[b]! + after[b]!) * angle[a]!) / 2;
      const seen = after[k]! - before[k]!;
      both += told * seen;
      told2 += told * told;
      seen2 += seen * seen;
    }
    const size2 = Math.max(told2, seen2);
    if (size2 < LIVELY_RAD * LIVELY_RAD) return;
    this.#stretches++;
    this.#both += both / size2;
    this.#told += told2 / size2;
    this.#seen += seen2 / size2;
  }

  /** -1 to 1, where 1 is a perfect gyroscope on a body that only turns; 0 while too little is known. */
  get correlation(): number {
    if (this.#stretches < LEAST_STRETCHES) return 0;
    return this.#both / Math.sqrt(this.#told * this.#seen) || 0;
  }

  get isAgainst(): boolean {
    return this.correlation < AGAINST;
  }
}
