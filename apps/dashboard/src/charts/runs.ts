/** Columns side by side that share a value; both ends belong to it. */
export interface Run<T> {
  readonly from: number;
  readonly to: number;
  readonly value: T;
}

export function runsOf<T>(values: readonly T[]): Run<T>[] {
  const starts = values.flatMap((value, i) => (i === 0 || value !== values[i - 1] ? [i] : []));
  return starts.map((from, i) => ({ from, to: (starts[i + 1] ?? values.length) - 1, value: values[from]! }));
}
