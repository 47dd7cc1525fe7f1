/** Long work in pieces: who runs it may do something else between them. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Runs all of it without a pause. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
