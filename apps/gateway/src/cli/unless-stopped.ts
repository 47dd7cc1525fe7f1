import { EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';

/** What `work` gives; null when it was stopped, which is told, with the status of that. */
export async function unlessStopped<T>(io: CliIo, left: string, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (cause) {
    if (!io.stop.aborted) throw cause;
    io.say(`stopped: ${left}`);
    io.exit(EXIT.interrupted);
    return null;
  }
}
