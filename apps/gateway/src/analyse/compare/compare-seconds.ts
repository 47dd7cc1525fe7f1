/** What two analyses say of the same seconds. */
export interface SecondsComparison {
  readonly both: number;
  readonly onlyBefore: number;
  readonly onlyAfter: number;
  /** Share of the seconds in both with the same posture; null when there are none. */
  readonly agreement: number | null;
  /** Cohen's kappa: agreement beyond that of chance; null where chance alone would agree on all. */
  readonly kappa: number | null;
  readonly states: readonly string[];
  /** Seconds by posture before (rows) and after (columns), in the order of `states`. */
  readonly confusion: readonly (readonly number[])[];
}

type Rows = AsyncGenerator<readonly string[]>;

/** Rows `t_us,state,probability` in order of time, read side by side. */
export async function compareSeconds(before: Rows, after: Rows): Promise<SecondsComparison> {
  const counts = new Map<string, number>();
  let [onlyBefore, onlyAfter] = [0, 0];
  let [a, b] = await Promise.all([before.next(), after.next()]);
  while (!a.done || !b.done) {
    const order = a.done ? 1 : b.done ? -1 : Number(a.value[0]) - Number(b.value[0]);
    if (order === 0) {
      const key = `${a.value![1]} ${b.value![1]}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    } else if (order < 0) onlyBefore++;
    else onlyAfter++;
    if (order <= 0) a = await before.next();
    if (order >= 0) b = await after.next();
  }
  return { onlyBefore, onlyAfter, ...confusionOf(counts) };
}

function confusionOf(
  counts: ReadonlyMap<string, number>,
): Omit<SecondsComparison, 'onlyBefore' | 'onlyAfter'> {
  const states = [...new Set([...counts.keys()].flatMap((key) => key.split(' ')))].sort();
  const confusion = states.map((from) => states.map((to) => counts.get(`${from} ${to}`) ?? 0));
  const both = sum(confusion.flat());
  if (both === 0) return { both, agreement: null, kappa: null, states, confusion };
  const agreement = sum(states.map((_, i) => confusion[i]![i]!)) / both;
  const chance =
    sum(states.map((_, i) => sum(confusion[i]!) * sum(confusion.map((row) => row[i]!)))) / both ** 2;
  const kappa = chance < 1 ? (agreement - chance) / (1 - chance) : null;
  return { both, agreement, kappa, states, confusion };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
