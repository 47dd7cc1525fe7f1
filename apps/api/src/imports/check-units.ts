import { openRecording, RecordingUnits } from '@plumbline/formats';

/** Units show within minutes: at 100 Hz this is a quarter of an hour. */
const ENOUGH_ROWS = 100_000;

/**
 * Looks at the beginning of a recording before anything of it is stored. Rejects with a RecordingError when it cannot
 * be in the units of its columns. Faults of single rows are told when they are taken in.
 */
export async function checkUnits(path: string, latestUs: number, stop: AbortSignal): Promise<void> {
  const { rateHz, batches } = await openRecording(path, { onFault: () => undefined, latestUs });
  const units = new RecordingUnits(rateHz);
  let rows = 0;
  for await (const batch of batches) {
    stop.throwIfAborted();
    units.take(batch);
    rows += batch.n;
    if (rows >= ENOUGH_ROWS) break;
  }
  units.check();
}
