import type { EChartsType } from 'echarts/core';
import { useEffect, useMemo, useRef } from 'react';
import type { Frame, LiveStore } from '../live/live-store.ts';
import type { Angle } from '../live/trace-ring.ts';
import { type Palette, readPalette } from '../theme/palette.ts';
import { useEffectiveTheme } from '../theme/theme.ts';
import { axisLimit, traceOption } from './trace-option.ts';
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
  const limits = new Map<Angle, number>();
  const limitOf = (frame: Frame, angle: Angle) => {
    const limit = axisLimit(frame.columns, angle, limits.get(angle) ?? 0);
    limits.set(angle, limit);
    return limit;
  };
  let fresh = true;
  return (frame: Frame) => {
    const { columns } = frame;
    const edgeUs = frame.edgeUs ?? 0;
    const drawn = rows.map(({ angle, color }) => ({
      angle,
      color: palette[color],
      limitDeg: limitOf(frame, angle),
      unsigned: angle === 'tiltDeg',
    }));
    const option = traceOption({ columns, edgeUs, spanUs, rows: drawn, palette, rowHeight });
    chart.setOption({ ...option, darkMode: theme === 'dark' }, { notMerge: fresh, silent: true });
    // Paint now, in this frame, so that "drawn" is true when it is reported.
    chart.getZr().flush();
    fresh = false;
  };
}
