import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  type LabelledPerson,
  type LabelledSubject,
  readLabelledPerson,
} from '../src/posture/validation/labelled-person.ts';

/** Everybody of the labelled lower-back set in `folder` (`../shared/data/back-posture`). */
export function loadPeople(folder: string): LabelledPerson[] {
  const text = readFileSync(join(folder, 'manifest.json'), 'utf8');
  const { subjects } = JSON.parse(text) as { subjects: readonly LabelledSubject[] };
  return subjects.map((subject) => {
    const planes = gunzipSync(readFileSync(join(folder, subject.file)));
    return readLabelledPerson(subject, planes);
  });
}
