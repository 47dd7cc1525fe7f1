/** Marks over a colour, as `posture-patterns.tsx` draws them. */
export type Mark = 'diagonal' | 'vertical' | 'horizontal' | 'dots';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const PERIOD = 8;
/** Closer lines would close the surface. */
const LEAST_PX = 3;

/**
 * The marks of one surface as a path of lines. A printer gets lines for it, where it would get a picture for each surface
 * that is filled with a pattern.
 */
export function hatchPath(rect: Rect, mark: Mark): string {
  if (rect.width < LEAST_PX || rect.height <= 0) return '';
  switch (mark) {
    case 'vertical':
      return verticals(rect);
    case 'horizontal':
      return horizontals(rect);
    case 'diagonal':
      return diagonals(rect);
    case 'dots':
      return dots(rect);
  }
}

/** Round places within a stretch, the first of them at `offset` from a multiple of the period. */
function places(from: number, length: number, offset: number, period: number): number[] {
  const first = Math.ceil((from - offset) / period) * period + offset;
  const count = Math.max(0, Math.ceil((from + length - first) / period));
  return Array.from({ length: count }, (_, i) => first + i * period);
}

function verticals({ x, y, width, height }: Rect): string {
  return places(x, width, PERIOD / 4, PERIOD / 2)
    .map((at) => `M${say(at)} ${say(y)}v${say(height)}`)
    .join('');
}

function horizontals({ x, y, width, height }: Rect): string {
  return places(y, height, PERIOD / 4, PERIOD / 2)
    .map((at) => `M${say(x)} ${say(at)}h${say(width)}`)
    .join('');
}

/** Lines x + y = c from the lower left to the upper right, cut at the edges. */
function diagonals({ x, y, width, height }: Rect): string {
  return places(x + y, width + height, 0, PERIOD)
    .map((c) => {
      const left = Math.max(x, c - y - height);
      const right = Math.min(x + width, c - y);
      return right > left ? `M${say(left)} ${say(c - left)}L${say(right)} ${say(c - right)}` : '';
    })
    .join('');
}

function dots({ x, y, width, height }: Rect): string {
  const columns = places(x, width, PERIOD / 2, PERIOD);
  return places(y, height, PERIOD / 2, PERIOD)
    .flatMap((row) => columns.map((column) => `M${say(column)} ${say(row)}h0`))
    .join('');
}

function say(value: number): string {
  return String(Math.round(value * 10) / 10);
}
