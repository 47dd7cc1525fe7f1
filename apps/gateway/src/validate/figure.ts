/** One number of a validation with what it should reach. */
export interface Figure {
  /** Stable within its section: what a stated figure is compared by. */
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  readonly better: 'less' | 'more';
  /** What it should reach: at most or at least; null where nothing is asked. */
  readonly reach: number | null;
  readonly digits: number;
  /** Of 100 draws of other such recordings 95 would lie between; null where draws cannot tell. */
  readonly interval?: readonly [number, number] | null;
}

export interface Section {
  readonly name: SectionName;
  readonly title: string;
  /** Whose or which recordings the figures are of, so that figures of others are not compared with them. */
  readonly recordings: readonly string[];
  readonly figures: readonly Figure[];
  /** Markdown: how it was scored, each recording's or person's result, where it fails. */
  readonly body: string;
}

export const SECTIONS = ['orientation', 'posture', 'mounting', 'turns', 'simulated'] as const;
export type SectionName = (typeof SECTIONS)[number];

/** Whether a figure reaches what it should; null where nothing is asked. A figure that is not a number misses. */
export function isMet({ value, reach, better }: Figure): boolean | null {
  if (reach === null) return null;
  return better === 'less' ? value <= reach : value >= reach;
}

export function missed(figures: readonly Figure[]): Figure[] {
  return figures.filter((figure) => isMet(figure) === false);
}

export function atMost(id: string, value: number, reach: number | null, unit: string, digits = 2): Figure {
  return { id, value, unit, better: 'less', reach, digits };
}

export function atLeast(id: string, value: number, reach: number | null, unit = '', digits = 3): Figure {
  return { id, value, unit, better: 'more', reach, digits };
}
