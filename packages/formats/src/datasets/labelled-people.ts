import { join } from 'node:path';
import { type LabelledPerson, type LabelledSubject, readLabelledPerson } from '@plumbline/core/validation';
import {
  asStated,
  isPositive,
  isRows,
  isText,
  type OnFault,
  readEntries,
  readZipped,
  unlessFaulty,
} from './manifest.ts';

interface Entry extends LabelledSubject {
  readonly sha256?: string;
}

/**
 * A folder of people with posture labels: `manifest.json` beside their files, see `readLabelledPerson`. One person
 * at a time, so that any number fits in memory; whose file is not as it should be is told and left out.
 */
export async function* readLabelledPeople(folder: string, onFault: OnFault): AsyncGenerator<LabelledPerson> {
  for (const subject of await readEntries<Entry>(folder, 'subjects', faultOf, onFault)) {
    const { file, sha256 } = subject;
    const person = await unlessFaulty(onFault, async () => {
      const planes = await readZipped(folder, file, sha256);
      const read = (): LabelledPerson => readLabelledPerson(subject, planes);
      return asStated(join(folder, file), planes, 'n and segments', read);
    });
    if (person) yield person;
  }
}

function faultOf(subject: Partial<Entry>): keyof Entry | null {
  if (!isText(subject.id)) return 'id';
  if (!isText(subject.file)) return 'file';
  if (!isPositive(subject.n)) return 'n';
  if (!Number.isFinite(subject.t0)) return 't0';
  if (!isRows(subject.segments, 2)) return 'segments';
  return isRows(subject.labels, 3) ? null : 'labels';
}
