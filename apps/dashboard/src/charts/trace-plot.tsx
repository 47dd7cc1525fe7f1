import type { EChartsType } from 'echarts/core';
import { useEffect, useMemo, useRef } from 'react';
import type { Frame, LiveStore } from '../live/live-store.ts';
import type { Angle } from '../live/trace-ring.ts';
import { type Palette, readPalette } from '../theme/palette.ts';
import { useEffectiveTheme } from '../theme/theme.ts';
import { axisLimit, ROW, traceOption } from './trace-option.ts';
import { useChart } from './use-chart.ts';

export interface TracePlotRow {
  readonly angle: Angle;
  readonly color: keyof Palette;
}

interface TracePlotProps {
  readonly store: LiveStore;
  readonly rows: readonly TracePlotRow[];
  readonly spanUs: number;
}

/** The canvas of the traces, repainted with every frame. What it shows is said beside it in words. */
export function TracePlot({ store, rows, spanUs }: TracePlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useChart(box);
  const theme = useEffectiveTheme();
  const height = rows.length * ROW.height;
  const draw = useMemo(() => {
    if (!chart || !box.current) return null;
    return createDraw(chart, readPalette(box.current), rows, spanUs, theme);
  }, [chart, rows, spanUs, theme]);
  useEffect(() => (draw ? store.onFrame(draw) : undefined), [draw, store]);
  return <div ref={box} className="trace-canvas" style={{ height }} data-ready={chart !== null} />;
}

/** `theme` is an argument because the palette is only true for the theme it was read in. */
function createDraw(
  chart: EChartsType,
  palette: Palette,
  rows: readonly TracePlotRow[],
  spanUs: number,
  theme: string,
): (frame: Frame) => void {
  const limits = new Map<Angle, number>();
  const limitOf = (frame: Frame, angle: Angle) => {
    const limit = axisLimit(frame.columns, angle, limits.get(angle) ?? 0);
    limits.set(angle, limit);
    return limit;
  };
  let fresh = true;
  return (frame) => {
    const { columns, edgeUs } = frame;
    if (edgeUs === null) return;
    const drawn = rows.map(({ angle, color }) => ({
      angle,
      color: palette[color],
      limitDeg: limitOf(frame, angle),
    }));
    const option = traceOption({ columns, edgeUs, spanUs, rows: drawn, palette });
    chart.setOption({ ...option, darkMode: theme === 'dark' }, { notMerge: fresh, silent: true });
    // Paint now, in this frame, so that "drawn" is true when it is reported.
    chart.getZr().flush();
    fresh = false;
  };
}
