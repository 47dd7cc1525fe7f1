/** Orientation over time, wxyz, sensor to world. NaN where unknown. */
export interface QuaternionColumns {
  readonly n: number;
  readonly tUs: Float64Array;
  readonly w: Float64Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
}

export function createQuaternionColumns(n: number): QuaternionColumns {
  const column = (): Float64Array => new Float64Array(n);
  return { n, tUs: column(), w: column(), x: column(), y: column(), z: column() };
}
