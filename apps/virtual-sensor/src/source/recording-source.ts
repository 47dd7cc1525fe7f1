import { openRecording, RecordingError } from '@plumbline/formats';
import { SensorFailure } from '../options.ts';
import type { Source } from './source.ts';

/** Throws a {@link SensorFailure}; a malformed line later on makes the batches throw a RecordingError. */
export async function recordingSource(path: string): Promise<Source> {
  try {
    const { rateHz, hasGyro, batches } = await openRecording(path);
    return { title: path, rateHz, hasGyro, batches };
  } catch (error) {
    if (error instanceof RecordingError) throw new SensorFailure(`${path}: ${error.message}`);
    throw error;
  }
}
