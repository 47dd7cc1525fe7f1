/** An operation took longer than it may. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';

  constructor(operation: string, timeoutMs: number) {
    super(`${operation} took longer than ${timeoutMs / 1000} s`);
  }
}

/** The promise, or {@link TimedOut}. A late failure of the promise is no longer of interest and is dropped. */
export async function withTimeout<T>(operation: string, timeoutMs: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimedOut(operation, timeoutMs)), timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
