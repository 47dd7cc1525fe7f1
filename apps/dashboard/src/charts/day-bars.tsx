import { useId, useMemo } from 'react';
import { PosturePatterns, postureFill } from '../components/posture-patterns.tsx';
import { DateAxis, ValueAxis } from './day-axis.tsx';
import { BARS_PLOT, dayBarsLayout, type PostureDay, STACKED_STATES } from './day-bars-layout.ts';

interface DayBarsProps {
  readonly days: readonly PostureDay[];
  readonly width: number;
  readonly height: number;
  readonly label: (hours: number) => string;
}

/** Hours in each posture, day by day, as a drawing that prints. Days that do not count are pale. */
export function DayBars({ days, width, height, label }: DayBarsProps) {
  const id = useId();
  const layout = useMemo(() => dayBarsLayout(days, width, height), [days, width, height]);
  const { columns, scale, y, barWidth } = layout;
  const base = height - BARS_PLOT.bottom;
  return (
    <svg className="chart-svg" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <PosturePatterns id={id} states={[...STACKED_STATES, 'not_worn']} />
      <ValueAxis ticks={scale.ticks} y={y} left={columns.left} width={columns.width} label={label} />
      {layout.missing.map((x) => (
        <rect
          key={x}
          {...{ x, width: barWidth, y: BARS_PLOT.top, height: base - BARS_PLOT.top }}
          fill={postureFill(id, 'not_worn')}
          className="day-missing"
        />
      ))}
      {layout.bars.map((bar) => (
        <g key={bar.x} className={bar.valid ? undefined : 'day-pale'}>
          {bar.parts.map(({ state, ...part }) => (
            <rect key={state} x={bar.x} width={bar.width} {...part} fill={postureFill(id, state)} />
          ))}
        </g>
      ))}
      <DateAxis columns={columns} y={base} />
    </svg>
  );
}
