import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SECTIONS } from './figure.ts';
import { sectionText, summaryText, type Validation } from './report.ts';
import { readStated, type StatedSections, state } from './stated.ts';

export const STATED_FILE = 'stated.json';

/** Into a folder that is there: one page per section, and what is stated of it; the overview only when every section was asked for. */
export async function writeReport(outDir: string, validation: Validation, whole: boolean): Promise<void> {
  for (const section of validation.sections) {
    await writeFile(join(outDir, `${section.name}.md`), sectionText(section));
  }
  if (whole) await writeFile(join(outDir, 'README.md'), summaryText(validation));
  const file = join(outDir, STATED_FILE);
  const known: StatedSections = (await readStated(file)) ?? {};
  const found = Object.fromEntries(validation.sections.map((section) => [section.name, state(section)]));
  const all: StatedSections = { ...known, ...found };
  const ordered = SECTIONS.flatMap((name) => (all[name] ? [[name, all[name]]] : []));
  await writeFile(file, `${JSON.stringify(Object.fromEntries(ordered), null, 2)}\n`);
}
