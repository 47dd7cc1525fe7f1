/** The colours a canvas needs, read from the design tokens: CSS stays the one place that names colours. */
export interface Palette {
  readonly flexion: string;
  readonly sideBend: string;
  readonly rotation: string;
  readonly tilt: string;
  readonly grid: string;
  readonly axis: string;
  readonly muted: string;
  readonly font: string;
}

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    flexion: token('--flexion'),
    sideBend: token('--side-bend'),
    rotation: token('--rotation'),
    tilt: token('--tilt'),
    grid: token('--grid'),
    axis: token('--axis'),
    muted: token('--ink-muted'),
    font: style.fontFamily,
  };
}
