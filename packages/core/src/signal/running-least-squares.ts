/** An unknown that no equation tells has so much beside its sum of squares, so that the others can be told without it. */
const LEAST_SQUARE = 1e-6;

/** Number of equations, sum of the squares of what was seen, then of that with each column, then of columns with each other. */
const COUNT = 0;
const SEEN2 = 1;
const BOTH = 2;

/**
 * Least squares of few unknowns over equations that come one by one and count less as they grow old, by the normal equations and
 * their Cholesky factor (Golub and Van Loan, Matrix Computations, sections 4.2 and 5.3). For rows of about the size 1 and
 * unknowns of about the same size as each other. Allocates nothing after it was made.
 */
export class RunningLeastSquares {
  /** All there is to remember. */
  readonly state: Float64Array;
  /** What the last call of `solve` found. */
  readonly solution: Float64Array;
  /** Of each unknown, for a variance of 1 of what is seen. */
  readonly variances: Float64Array;
  readonly #n: number;
  /** Lower triangle, row by row. */
  readonly #factor: Float64Array;
  readonly #column: Float64Array;

  constructor(unknowns: number) {
    this.#n = unknowns;
    const triangle = (unknowns * (unknowns + 1)) / 2;
    this.state = new Float64Array(BOTH + unknowns + triangle);
    this.solution = new Float64Array(unknowns);
    this.variances = new Float64Array(unknowns);
    this.#factor = new Float64Array(triangle);
    this.#column = new Float64Array(unknowns);
  }

  /** Of equations, old ones for less than one. */
  get count(): number {
    return this.state[COUNT]!;
  }

  /** Sum of the squares of what the solution does not explain. */
  get unexplained(): number {
    let left = this.state[SEEN2]!;
    for (let i = 0; i < this.#n; i++) left -= this.solution[i]! * this.state[BOTH + i]!;
    return Math.max(0, left);
  }

  /** One equation: the sum of the unknowns times `row`, from index `from` on, is `seen`. */
  add(row: Float64Array, from: number, seen: number): void {
    const s = this.state;
    s[COUNT]! += 1;
    s[SEEN2]! += seen * seen;
    let cell = BOTH + this.#n;
    for (let i = 0; i < this.#n; i++) {
      s[BOTH + i]! += row[from + i]! * seen;
      for (let j = 0; j <= i; j++) s[cell++]! += row[from + i]! * row[from + j]!;
    }
  }

  /** What was added so far counts so much less; 0 forgets it. */
  keep(share: number): void {
    for (let i = 0; i < this.state.length; i++) this.state[i]! *= share;
  }

  solve(): void {
    this.#factorise();
    for (let i = 0; i < this.#n; i++) this.solution[i] = this.state[BOTH + i]!;
    this.#forward(this.solution);
    for (let i = 0; i < this.#n; i++) this.variances[i] = this.#variance(i);
    this.#backward(this.solution);
  }

  #factorise(): void {
    const f = this.#factor;
    for (let i = 0; i < this.#n; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = this.state[BOTH + this.#n + at(i, j)]!;
        for (let k = 0; k < j; k++) sum -= f[at(i, k)]! * f[at(j, k)]!;
        f[at(i, j)] = i === j ? Math.sqrt(sum + LEAST_SQUARE * this.count) : sum / f[at(j, j)]!;
      }
    }
  }

  #forward(v: Float64Array): void {
    for (let i = 0; i < this.#n; i++) {
      for (let k = 0; k < i; k++) v[i]! -= this.#factor[at(i, k)]! * v[k]!;
      v[i]! /= this.#factor[at(i, i)]!;
    }
  }

  #backward(v: Float64Array): void {
    for (let i = this.#n - 1; i >= 0; i--) {
      for (let k = i + 1; k < this.#n; k++) v[i]! -= this.#factor[at(k, i)]! * v[k]!;
      v[i]! /= this.#factor[at(i, i)]!;
    }
  }

  /** Squared length of a column of the factor's inverse. */
  #variance(i: number): number {
    const column = this.#column.fill(0);
    column[i] = 1;
    this.#forward(column);
    let sum = 0;
    for (let k = i; k < this.#n; k++) sum += column[k]! * column[k]!;
    return sum;
  }
}

const at = (row: number, column: number): number => (row * (row + 1)) / 2 + column;
