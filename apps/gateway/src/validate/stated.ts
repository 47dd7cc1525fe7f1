import { readFile } from 'node:fs/promises';
import { RecordingError } from '@plumbline/formats';
import type { Figure, Section, SectionName } from './figure.ts';

/** The figures that were last stated, by section, and whose recordings they are of. */
export interface Stated {
  readonly recordings: string;
  readonly figures: Readonly<Record<string, number | null>>;
}
export type StatedSections = Partial<Record<SectionName, Stated>>;

export interface FallenFigure {
  readonly section: SectionName;
  readonly id: string;
  readonly stated: number;
  readonly found: number;
}

export interface Comparison {
  readonly compared: number;
  readonly fallen: readonly FallenFigure[];
  /** Sections that could not be compared, with the reason. */
  readonly apart: readonly string[];
}

/** Computed twice, a figure is the same; another processor may round the last digits otherwise. */
const TOLERANCE_SHARE = 0.005;
const TOLERANCE = 1e-6;

export function state(section: Section): Stated {
  const figures = section.figures.map(({ id, value }) => [
    id,
    Number.isFinite(value) ? rounded(value) : null,
  ]);
  return { recordings: section.recordings.join(' '), figures: Object.fromEntries(figures) };
}

/** Null when nothing has been stated there yet. */
export async function readStated(file: string): Promise<StatedSections | null> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw cause;
  });
  return text === null ? null : parsed(file, text);
}

function parsed(file: string, text: string): StatedSections {
  try {
    const stated: unknown = JSON.parse(text);
    if (typeof stated === 'object' && stated !== null) return stated as StatedSections;
  } catch {
    // Told below, like other content that is none.
  }
  const remedy = 'name a stated.json that `plumbline validate --out` has written';
  throw new RecordingError({ line: 0, field: 'stated', value: file, problem: 'holds no figures', remedy });
}

/** Figures that fell behind what was stated of the same recordings; what only one side has is not compared. */
export function compare(sections: readonly Section[], stated: StatedSections): Comparison {
  const fallen: FallenFigure[] = [];
  const apart: string[] = [];
  let compared = 0;
  for (const section of sections) {
    const before = stated[section.name];
    if (before?.recordings !== section.recordings.join(' ')) {
      apart.push(
        `${section.name}: ${before ? 'the stated figures are of other recordings' : 'nothing stated'}`,
      );
      continue;
    }
    for (const figure of section.figures) {
      const known = before.figures[figure.id];
      if (known === undefined || known === null) continue;
      compared++;
      if (fell(figure, known))
        fallen.push({ section: section.name, id: figure.id, stated: known, found: figure.value });
    }
  }
  return { compared, fallen, apart };
}

function fell({ value, better }: Figure, stated: number): boolean {
  const slack = Math.abs(stated) * TOLERANCE_SHARE + TOLERANCE;
  return !(better === 'less' ? value <= stated + slack : value >= stated - slack);
}

const STATED_DIGITS = 5;

function rounded(value: number): number {
  return Number(value.toPrecision(STATED_DIGITS));
}
