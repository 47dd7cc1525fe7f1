import type { PostureState } from '@plumbline/core';
import type { ChartPalette } from './chart-palette.ts';

/** A pattern over a colour, in the words of ECharts. */
export interface Decal {
  readonly symbol: 'rect' | 'circle';
  readonly dashArrayX: number | readonly (number | readonly number[])[];
  readonly dashArrayY: number | readonly number[];
  readonly rotation: number;
  readonly symbolSize: number;
  readonly color: string;
}

const LINES = { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 5], symbolSize: 1 } as const;
const DOTS = {
  symbol: 'circle',
  dashArrayX: [
    [6, 6],
    [0, 6, 6, 0],
  ],
  dashArrayY: [6, 0],
  symbolSize: 0.5,
  rotation: 0,
} as const;

/** The same marks as in `posture-patterns.tsx`, so that a posture looks the same in every chart; sitting is plain. */
const MARKS: Readonly<Record<PostureState, Omit<Decal, 'color'> | null>> = {
  sitting: null,
  standing: { ...LINES, rotation: -Math.PI / 4 },
  walking: { ...LINES, rotation: Math.PI / 2 },
  lying: { ...LINES, rotation: 0 },
  running: { ...LINES, rotation: -Math.PI / 4, dashArrayX: [4, 2] },
  cycling: DOTS,
  unknown: { ...LINES, rotation: Math.PI / 4 },
  not_worn: { ...DOTS, symbolSize: 0.3 },
};

const QUIET: ReadonlySet<PostureState> = new Set(['unknown', 'not_worn']);

/** ECharts writes into the object it gets: each call makes a new one. */
export function decalOf(state: PostureState, palette: ChartPalette): Decal | null {
  const mark = MARKS[state];
  return mark && { ...mark, color: QUIET.has(state) ? palette.patternQuiet : palette.pattern };
}
