/** An axis that nothing stands on: crumbs of zero would all be labelled as nothing. */
const OF_NOTHING = 1;

/** Round numbers that an axis is labelled with. */
const STEPS = [1, 2, 2.5, 5, 10] as const;

export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
}

/** From zero to a round number that holds `most`, in few round steps. */
export function scaleFromZero(most: number, steps = 4): Scale {
  const held = most > 0 ? most : OF_NOTHING;
  return scaleOf(held, roundStep(held / steps));
}

const HOUR_STEPS = [1, 2, 3, 4, 6, 8, 12] as const;

/** The same in whole hours. */
export function hoursFromZero(most: number, steps = 4): Scale {
  return scaleOf(most, HOUR_STEPS.find((step) => step >= most / steps) ?? HOUR_STEPS.at(-1)!);
}

function scaleOf(most: number, step: number): Scale {
  const n = Math.max(1, Math.ceil(most / step - 1e-9));
  return { min: 0, max: n * step, ticks: Array.from({ length: n + 1 }, (_, i) => clean(i * step)) };
}

/** The same to both sides of zero. */
export function scaleAroundZero(most: number): Scale {
  const { max } = scaleFromZero(most, 2);
  return { min: -max, max, ticks: [-max, clean(-max / 2), 0, clean(max / 2), max] };
}

function roundStep(wished: number): number {
  const power = 10 ** Math.floor(Math.log10(wished));
  return (STEPS.find((step) => step * power >= wished - 1e-12) ?? 10) * power;
}

/** Without the crumbs of binary fractions. */
function clean(value: number): number {
  return Number(value.toPrecision(12));
}
