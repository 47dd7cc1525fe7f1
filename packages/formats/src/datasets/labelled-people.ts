import { type LabelledPerson, type LabelledSubject, readLabelledPerson } from '@plumbline/core/validation';
import { fault, isPositive, isRows, isText, readEntries, readZipped } from './manifest.ts';

/**
 * A folder of people with posture labels: `manifest.json` beside their files, see `readLabelledPerson`. One person
 * at a time, so that any number fits in memory.
 */
export async function* readLabelledPeople(folder: string): AsyncGenerator<LabelledPerson> {
  for (const subject of await readEntries<LabelledSubject>(folder, 'subjects', faultOf)) {
    yield asPerson(folder, subject, await readZipped(folder, subject.file));
  }
}

function faultOf(subject: Partial<LabelledSubject>): keyof LabelledSubject | null {
  if (!isText(subject.id)) return 'id';
  if (!isText(subject.file)) return 'file';
  if (!isPositive(subject.n)) return 'n';
  if (!Number.isFinite(subject.t0)) return 't0';
  if (!isRows(subject.segments, 2)) return 'segments';
  return isRows(subject.labels, 3) ? null : 'labels';
}

function asPerson(folder: string, subject: LabelledSubject, planes: Uint8Array): LabelledPerson {
  try {
    return readLabelledPerson(subject, planes);
  } catch (cause) {
    throw fault(folder, subject.id, subject.file, (cause as Error).message, 'fetch the data again');
  }
}
