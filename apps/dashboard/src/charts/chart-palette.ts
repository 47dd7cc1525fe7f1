import { POSTURE_STATES, type PostureState } from '@plumbline/core';

/** The colours of the charts over days, read from the design tokens: CSS stays the one place that names colours. */
export interface ChartPalette {
  readonly surface: string;
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly axis: string;
  /** Of the one line that a chart is about, and of what it is compared with. */
  readonly line: string;
  readonly compare: string;
  /** Ground of an interval. */
  readonly band: string;
  /** Of what is not known. */
  readonly quiet: string;
  readonly pattern: string;
  readonly patternQuiet: string;
  readonly postures: Readonly<Record<PostureState, string>>;
  readonly font: string;
}

export function readChartPalette(element: Element): ChartPalette {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    surface: token('--surface'),
    ink: token('--ink'),
    muted: token('--ink-muted'),
    grid: token('--grid'),
    axis: token('--axis'),
    line: token('--accent'),
    compare: token('--side-bend'),
    band: token('--accent-soft'),
    quiet: token('--posture-unknown'),
    pattern: token('--pattern'),
    patternQuiet: token('--pattern-quiet'),
    postures: Object.fromEntries(
      POSTURE_STATES.map((state) => [state, token(`--posture-${state}`)]),
    ) as ChartPalette['postures'],
    font: style.fontFamily,
  };
}
