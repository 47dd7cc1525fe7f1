import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Section, SectionName } from './figure.ts';
import { mountingSection } from './mounting-section.ts';
import { orientationSection } from './orientation-section.ts';
import { postureSection } from './posture-section.ts';
import type { Absent, Validation } from './report.ts';
import { type SimulatedExtent, simulatedSection } from './simulated-section.ts';
import type { Step } from './step.ts';
import { turnsSection } from './turns-section.ts';

export interface ValidateOptions {
  /** With the sub-folders of {@link FOLDERS}. */
  readonly dataDir: string;
  readonly only: readonly SectionName[];
  readonly simulated: SimulatedExtent;
  readonly step: Step;
}

const FOLDERS = {
  orientation: 'orientation',
  posture: 'back-posture',
  mounting: 'back-posture',
  turns: 'lumbar-turns',
} as const;
export const DATA_FOLDERS: readonly string[] = [...new Set(Object.values(FOLDERS))];

const SCORERS = {
  orientation: orientationSection,
  posture: postureSection,
  mounting: mountingSection,
  turns: turnsSection,
} as const;

/** Scores the shipped pipeline. A folder or a recording that is missing or broken costs only itself. */
export async function validate(options: ValidateOptions): Promise<Validation> {
  const sections: Section[] = [];
  const absent: Absent[] = [];
  for (const name of options.only) {
    const section = await scoreOne(name, options, (reason, broken) => absent.push({ name, reason, broken }));
    if (section) sections.push(section);
  }
  return { sections, absent };
}

/** Null where nothing of it can be scored. */
async function scoreOne(
  name: SectionName,
  { dataDir, simulated, step }: ValidateOptions,
  leaveOut: (reason: string, broken: boolean) => void,
): Promise<Section | null> {
  if (name === 'simulated') return simulatedSection(simulated, step);
  const folder = join(dataDir, FOLDERS[name]);
  if (!(await isFolder(folder))) {
    leaveOut(`there is no folder ${FOLDERS[name]} in the data`, false);
    return null;
  }
  try {
    const section = await SCORERS[name](folder, step, ({ message }) => leaveOut(message, true));
    if (section.recordings.length > 0) return section;
    leaveOut(`no recording in ${FOLDERS[name]} can be scored`, false);
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name === 'AbortError') throw cause;
    leaveOut(cause.message, true);
  }
  return null;
}

/** Whether there is anything to score but what is simulated. */
export async function holdsData(dataDir: string): Promise<boolean> {
  const found = await Promise.all(DATA_FOLDERS.map((name) => isFolder(join(dataDir, name))));
  return found.includes(true);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
