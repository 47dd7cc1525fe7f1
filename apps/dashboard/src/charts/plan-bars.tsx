import { NoiseBand } from './band-trend.tsx';
import { BAND_PLOT } from './band-trend-layout.ts';
import { DateAxis, ValueAxis } from './day-axis.tsx';
import { dayColumns } from './day-columns.ts';
import { runsOf } from './runs.ts';
import { scaleFromZero } from './scale.ts';

interface PlanBarsProps {
  readonly dates: readonly string[];
  /** Null: not known of the day. */
  readonly values: readonly (number | null)[];
  readonly valid: readonly boolean[];
  /** What the plan of each day wanted. */
  readonly planned: readonly { readonly least: number; readonly most: number }[];
  readonly width: number;
  readonly height: number;
  readonly label: (value: number) => string;
}

/** What was done each day, over the stretch that was agreed on for it. */
export function PlanBars({ dates, values, valid, planned, width, height, label }: PlanBarsProps) {
  const columns = dayColumns(dates, BAND_PLOT.left, width - BAND_PLOT.left - BAND_PLOT.right);
  const scale = scaleFromZero(
    Math.max(...planned.map(({ most }) => most), ...values.map((value) => value ?? 0)),
    3,
  );
  const base = height - BAND_PLOT.bottom;
  const y = (value: number) => BAND_PLOT.top + (1 - value / scale.max) * (base - BAND_PLOT.top);
  const barWidth = columns.step * 0.5;
  return (
    <svg className="chart-svg" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {runsOf(planned).map(({ from, to, value: { least, most } }) => (
        <NoiseBand key={from} {...columns.across(from, to)} y={y(most)} height={y(least) - y(most)} />
      ))}
      <ValueAxis ticks={scale.ticks} y={y} left={columns.left} width={columns.width} label={label} />
      {values.map((value, i) => {
        const x = columns.x(i);
        if (value === null) return <path key={x} d={`M${x} ${base - 1}v-4`} className="trend-missing" />;
        const place = {
          x: x - barWidth / 2,
          y: y(value),
          width: barWidth,
          height: Math.max(1, base - y(value)),
        };
        return <rect key={x} {...place} rx="1.5" className={valid[i] ? 'plan-bar' : 'plan-bar day-pale'} />;
      })}
      <DateAxis columns={columns} y={base} />
    </svg>
  );
}
