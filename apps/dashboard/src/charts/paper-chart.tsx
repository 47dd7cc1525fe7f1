import type { EChartsCoreOption } from 'echarts/core';
import { useLayoutEffect, useRef } from 'react';
import { PAPER_PX } from '../components/use-size.ts';
import { inLight } from '../theme/theme.ts';
import { type ChartPalette, readChartPalette } from './chart-palette.ts';
import { chartOnPaper } from './use-chart.ts';

export interface ChartDrawing {
  /** Keep its identity while nothing changes: a new one draws everything again. */
  readonly option: (palette: ChartPalette, width: number) => EChartsCoreOption;
  /** Drawn over the last option, without building it again: what moves. */
  readonly moved?: EChartsCoreOption;
  readonly height: number;
}

/** The same picture for paper: as wide as it, light, and sharp. */
export function PaperChart({ option, moved, height }: ChartDrawing) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    const chart = element && chartOnPaper(element, { width: PAPER_PX, height });
    if (!chart) return;
    const palette = inLight(() => readChartPalette(element));
    chart.setOption({ ...option(palette, PAPER_PX), darkMode: false }, { silent: true });
    if (moved) chart.setOption(moved, { silent: true });
    chart.getZr().flush();
    // ECharts fixes the size; on narrow paper all of it is there, smaller.
    for (const part of element.querySelectorAll('div, canvas')) part.removeAttribute('style');
    return () => chart.dispose();
  }, [option, moved, height]);
  return <div ref={box} className="option-paper" />;
}
