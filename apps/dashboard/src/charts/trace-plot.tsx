import type { EChartsType } from 'echarts/core';
import { useEffect, useMemo, useRef } from 'react';
import type { Frame, LiveStore } from '../live/live-store.ts';
import { type Angle, columnsFrom } from '../live/trace-ring.ts';
import { type Palette, readPalette } from '../theme/palette.ts';
import { useEffectiveTheme } from '../theme/theme.ts';
import { axisLimit, traceData, traceOption } from './trace-option.ts';
import { useChart } from './use-chart.ts';

export interface TracePlotRow {
  readonly angle: Angle;
  readonly color: keyof Palette;
}

interface TracePlotProps {
  readonly rowHeight: number;
  readonly store: LiveStore;
  readonly rows: readonly TracePlotRow[];
  readonly spanUs: number;
}

/** The canvas of the traces, repainted with every frame. What it shows is said beside it in words. */
export function TracePlot({ store, rows, spanUs, rowHeight }: TracePlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useChart(box);
  const theme = useEffectiveTheme();
  const height = rows.length * rowHeight;
  const draw = useMemo(() => {
    if (!chart || !box.current) return null;
    const palette = readPalette(box.current);
    return createDraw({ chart, palette, rows, spanUs, rowHeight, theme });
  }, [chart, rows, spanUs, rowHeight, theme]);
  useEffect(() => (draw ? store.onFrame(draw) : undefined), [draw, store]);
  return <div ref={box} className="trace-canvas" style={{ height }} data-ready={chart !== null} />;
}

interface DrawSettings {
  readonly chart: EChartsType;
  readonly palette: Palette;
  readonly rows: readonly TracePlotRow[];
  readonly spanUs: number;
  readonly rowHeight: number;
  /** The palette is only true for the theme it was read in. */
  readonly theme: 'light' | 'dark';
}

function createDraw({ chart, palette, rows, spanUs, rowHeight, theme }: DrawSettings) {
  let limits: readonly number[] = rows.map(() => 0);
  let drawnLimits = '';
  return (frame: Frame) => {
    const edgeUs = frame.edgeUs ?? 0;
    const columns = columnsFrom(frame.columns, edgeUs - spanUs);
    limits = rows.map(({ angle }, row) => axisLimit(columns, angle, limits[row] ?? 0));
    const drawn = rows.map(({ angle, color }, row) => ({
      angle,
      color: palette[color],
      limitDeg: limits[row] ?? 0,
      unsigned: angle === 'tiltDeg',
    }));
    const input = { columns, edgeUs, spanUs, rows: drawn, palette, rowHeight };
    const sameAxes = drawnLimits === limits.join();
    const option = sameAxes ? traceData(input) : { ...traceOption(input), darkMode: theme === 'dark' };
    chart.setOption(option, { notMerge: !sameAxes, silent: true });
    drawnLimits = limits.join();
    // Paint now, in this frame, so that "drawn" is true when it is reported.
    chart.getZr().flush();
  };
}
