import { useMemo } from 'react';
import { BAND_PLOT, type BandTrendInput, bandTrendLayout } from './band-trend-layout.ts';
import { DateAxis, ValueAxis } from './day-axis.tsx';
import { hatchPath, type Rect } from './hatch.ts';
import { runsOf } from './runs.ts';

interface BandTrendProps extends BandTrendInput {
  readonly label: (value: number) => string;
}

/** A measure day by day as a drawing that prints: sharp on paper, told apart by pattern as well as by colour. */
export function BandTrend({ label, ...input }: BandTrendProps) {
  const { dates, values, valid, mean, mdc95, symmetric, planned, width, height } = input;
  // biome-ignore format: one line
  const layout = useMemo(() => bandTrendLayout({ dates, values, valid, mean, mdc95, symmetric, planned, width, height }), [dates, values, valid, mean, mdc95, symmetric, planned, width, height]);
  const { columns, scale, y, noise, meanY } = layout;
  const base = height - BAND_PLOT.bottom;
  const across = { x: columns.left, width: columns.width };
  return (
    <svg className="chart-svg" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {noise && <NoiseBand y={noise.y} height={noise.height} {...across} />}
      <ValueAxis ticks={scale.ticks} y={y} left={columns.left} width={columns.width} label={label} />
      <path d={layout.bandPath} className="trend-band" />
      {meanY !== null && <path d={`M${across.x} ${meanY}h${across.width}`} className="trend-overall" />}
      {runsOf(planned).map(({ from, to, value }) => {
        const { x, width: wide } = columns.across(from, to);
        return (
          value !== null && <path key={from} d={`M${x} ${y(value)}h${wide}`} className="trend-planned" />
        );
      })}
      <path d={layout.meanPath} className="trend-line" />
      {layout.points.map((point) => (
        <circle
          key={point.x}
          cx={point.x}
          cy={point.y}
          r={Math.min(3, columns.step / 3)}
          className={point.valid ? 'trend-day' : 'trend-day trend-day-hollow'}
        />
      ))}
      {layout.missing.map((i) => (
        <path key={i} d={`M${columns.x(i)} ${base - 1}v-4`} className="trend-missing" />
      ))}
      <DateAxis columns={columns} y={base} />
    </svg>
  );
}

/** Dotted, so that it is seen without its shade. */
export function NoiseBand(rect: Rect) {
  return (
    <>
      <rect {...rect} className="noise-ground" />
      <path d={hatchPath(rect, 'dots')} className="noise-dots" />
    </>
  );
}
