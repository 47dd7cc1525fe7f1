import { NoiseBand } from '../../charts/band-trend.tsx';
import type { Comparison } from './compare.ts';
import { MARK, type Mark, markOf } from './compare-scale.ts';

const MIDDLE = MARK.height / 2;
const INSET = 2;

/** A difference with its interval over this person's noise. The words beside it say the same. */
export function CompareMark(comparison: Comparison) {
  const mark = markOf(comparison);
  if (mark === null) return null;
  const [low, high] = mark.noise;
  return (
    <svg className="compare-mark" viewBox={`0 0 ${MARK.width} ${MARK.height}`} aria-hidden="true">
      <NoiseBand x={low} y={INSET} width={high - low} height={MARK.height - 2 * INSET} />
      <path d={`M${MARK.width / 2} 0v${MARK.height}`} className="chart-base" />
      {mark.line && <path d={`M${mark.line[0]} ${MIDDLE}H${mark.line[1]}`} className="compare-interval" />}
      {mark.point !== null && <circle cx={mark.point} cy={MIDDLE} r="4.5" className="compare-point" />}
      {mark.arrows.map((arrow) => (
        <Arrow key={arrow.side} {...arrow} />
      ))}
    </svg>
  );
}

/** Full like the point it stands for; of an interval it is no more than a bent line. */
function Arrow({ side, of }: Mark['arrows'][number]) {
  const turn = side === 'right' ? undefined : `rotate(180 ${MARK.width / 2} ${MIDDLE})`;
  return of === 'difference' ? (
    <path d={`M${MARK.width - 10} ${MIDDLE - 6}l9 6l-9 6z`} className="compare-beyond" transform={turn} />
  ) : (
    <path d={`M${MARK.width - 8} ${MIDDLE - 4}l4 4l-4 4`} className="compare-onward" transform={turn} />
  );
}
