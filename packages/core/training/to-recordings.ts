import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { LabelledPerson } from '../src/posture/validation/labelled-person.ts';
import { loadPeople } from './back-posture.ts';

/** Usage: node to-recordings.ts <back-posture folder> <output folder> [id...]: recording CSVs for `plumbline analyse`. */

const [data, out, ...ids] = process.argv.slice(2);
if (!data || !out) throw new Error('give the folder of back-posture and an output folder');
mkdirSync(out, { recursive: true });
for (const person of loadPeople(data)) {
  if (ids.length === 0 || ids.includes(person.id)) {
    writeFileSync(join(out, `${person.id}.csv.gz`), gzipSync(toCsv(person)));
  }
}

function toCsv(person: LabelledPerson): string {
  const lines = ['t_us,acc_x,acc_y,acc_z'];
  for (let i = 0; i < person.n; i++) {
    const acc = [person.x[i]!, person.y[i]!, person.z[i]!].map((value) => value.toFixed(5));
    lines.push(`${person.tUs[i]},${acc.join(',')}`);
  }
  return `${lines.join('\n')}\n`;
}
