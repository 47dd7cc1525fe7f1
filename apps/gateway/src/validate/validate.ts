import { access } from 'node:fs/promises';
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
const SCORERS = {
  orientation: orientationSection,
  posture: postureSection,
  mounting: mountingSection,
  turns: turnsSection,
} as const;

/** Scores the shipped pipeline. A folder that is missing or broken costs its own section only. */
export async function validate(options: ValidateOptions): Promise<Validation> {
  const sections: Section[] = [];
  const absent: Absent[] = [];
  for (const name of options.only) {
    const result = await scoreOne(name, options);
    if ('figures' in result) sections.push(result);
    else absent.push(result);
  }
  return { sections, absent };
}

async function scoreOne(name: SectionName, options: ValidateOptions): Promise<Section | Absent> {
  if (name === 'simulated') return simulatedSection(options.simulated, options.step);
  const folder = join(options.dataDir, FOLDERS[name]);
  if (!(await exists(folder)))
    return { name, reason: `there is no folder ${FOLDERS[name]} in the data`, broken: false };
  try {
    return await SCORERS[name](folder, options.step);
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name === 'AbortError') throw cause;
    return { name, reason: cause.message, broken: true };
  }
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
