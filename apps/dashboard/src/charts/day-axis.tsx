import { formats } from '../locales/t.ts';
import type { DayColumns } from './day-columns.ts';

interface DateAxisProps {
  readonly columns: DayColumns;
  /** Of the line under the plot. */
  readonly y: number;
}

export function DateAxis({ columns, y }: DateAxisProps) {
  return (
    <g className="chart-axis">
      <path d={`M${columns.left} ${y + 0.5}h${columns.width}`} className="chart-base" />
      {columns.ticks.map(({ x, date }) => (
        <g key={date}>
          <path d={`M${x} ${y}v5`} className="chart-base" />
          <text x={x} y={y + 18} textAnchor="middle">
            {formats.date(date)}
          </text>
        </g>
      ))}
    </g>
  );
}

interface ValueAxisProps {
  readonly ticks: readonly number[];
  readonly y: (value: number) => number;
  readonly left: number;
  readonly width: number;
  readonly label: (value: number) => string;
}

export function ValueAxis({ ticks, y, left, width, label }: ValueAxisProps) {
  return (
    <g className="chart-axis">
      {ticks.map((tick) => (
        <g key={tick}>
          <path d={`M${left} ${Math.round(y(tick)) + 0.5}h${width}`} className="chart-grid" />
          <text x={left - 8} y={y(tick) + 4} textAnchor="end">
            {label(tick)}
          </text>
        </g>
      ))}
    </g>
  );
}
