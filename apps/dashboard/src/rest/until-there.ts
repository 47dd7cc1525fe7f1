const AGAIN_MS = 3_000;
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, AGAIN_MS));

/**
 * Tries until it succeeds, for what cannot be done without: a server that does not answer comes back. Throws what
 * `isFinal` says no other try could change.
 */
export async function untilThere<T>(
  fetch: () => Promise<T>,
  again: () => Promise<void> = pause,
  isFinal: (error: unknown) => boolean = () => false,
): Promise<T> {
  for (;;) {
    try {
      return await fetch();
    } catch (error) {
      if (isFinal(error)) throw error;
      await again();
    }
  }
}
