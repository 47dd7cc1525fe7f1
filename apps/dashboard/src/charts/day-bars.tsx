import type { PostureState } from '@plumbline/core';
import { useMemo } from 'react';
import { DateAxis, ValueAxis } from './day-axis.tsx';
import { BARS_PLOT, type DayBarsLayout, dayBarsLayout, type PostureDay } from './day-bars-layout.ts';
import { hatchPath, type Mark, type Rect } from './hatch.ts';

interface DayBarsProps {
  readonly days: readonly PostureDay[];
  readonly width: number;
  readonly height: number;
  readonly label: (hours: number) => string;
}

/** As in `posture-patterns.tsx`; sitting is plain. */
const MARKS: Readonly<Partial<Record<PostureState, Mark>>> = {
  standing: 'diagonal',
  walking: 'vertical',
  lying: 'horizontal',
};

/** Hours in each posture, day by day, as a drawing that prints. Days that do not count are pale. */
export function DayBars({ days, width, height, label }: DayBarsProps) {
  const layout = useMemo(() => dayBarsLayout(days, width, height), [days, width, height]);
  const { columns, scale, y } = layout;
  const base = height - BARS_PLOT.bottom;
  return (
    <svg className="chart-svg" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <ValueAxis ticks={scale.ticks} y={y} left={columns.left} width={columns.width} label={label} />
      <MissingDays layout={layout} y={BARS_PLOT.top} height={base - BARS_PLOT.top} />
      {layout.bars.map((bar) => (
        <g key={bar.x} className={bar.valid ? undefined : 'day-pale'}>
          {bar.parts.map(({ state, ...part }) => (
            <Part key={state} state={state} x={bar.x} width={bar.width} {...part} />
          ))}
        </g>
      ))}
      <DateAxis columns={columns} y={base} />
    </svg>
  );
}

function Part({ state, ...rect }: Rect & { readonly state: PostureState }) {
  const mark = MARKS[state];
  return (
    <g className={`posture-${state}`}>
      <rect {...rect} className="posture-part" />
      {mark && <path d={hatchPath(rect, mark)} className="pattern-line" />}
    </g>
  );
}

interface MissingDaysProps {
  readonly layout: DayBarsLayout;
  readonly y: number;
  readonly height: number;
}

/** Dotted columns: nothing is known of these days. */
function MissingDays({ layout: { missing, barWidth }, y, height }: MissingDaysProps) {
  return (
    <g className="posture-not_worn day-missing">
      {missing.map((x) => {
        const rect = { x, y, width: barWidth, height };
        return (
          <g key={x}>
            <rect {...rect} className="posture-part" />
            <path d={hatchPath(rect, 'dots')} className="mark-dots" />
          </g>
        );
      })}
    </g>
  );
}
