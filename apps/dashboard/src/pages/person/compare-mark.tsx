import { NoiseBand } from '../../charts/band-trend.tsx';
import type { Comparison } from './compare.ts';

const WIDTH = 140;
const HEIGHT = 24;
/** The noise takes this share of half the width: every row has its own scale, and the noise is the unit. */
const NOISE_SHARE = 0.3;
const MOST = 1 / NOISE_SHARE;

/** A difference with its interval over this person's noise. The words beside it say the same. */
export function CompareMark({ difference, interval, mdc95 }: Comparison) {
  if (difference === null || mdc95 === null || mdc95 === 0) return null;
  const x = (value: number) => {
    const units = Math.max(-MOST, Math.min(MOST, value / mdc95));
    return WIDTH / 2 + units * NOISE_SHARE * (WIDTH / 2 - 6);
  };
  const middle = HEIGHT / 2;
  return (
    <svg className="compare-mark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <NoiseBand x={x(-mdc95)} y={2} width={x(mdc95) - x(-mdc95)} height={HEIGHT - 4} />
      <path d={`M${WIDTH / 2} 0v${HEIGHT}`} className="chart-base" />
      {interval && <path d={`M${x(interval[0])} ${middle}H${x(interval[1])}`} className="compare-interval" />}
      <circle cx={x(difference)} cy={middle} r="4.5" className="compare-point" />
    </svg>
  );
}
