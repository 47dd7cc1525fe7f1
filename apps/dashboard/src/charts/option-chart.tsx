import type { EChartsType } from 'echarts/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useSize } from '../components/use-size.ts';
import { t } from '../locales/t.ts';
import { useNewer } from '../rest/newer.ts';
import { usePrinting } from '../theme/printing.ts';
import { useEffectiveTheme } from '../theme/theme.ts';
import { readChartPalette } from './chart-palette.ts';
import { type ChartDrawing, PaperChart } from './paper-chart.tsx';
import { useChart } from './use-chart.ts';
import './charts.css';

interface OptionChartProps extends ChartDrawing {
  readonly testId: string;
  /** Cursors and labels over the picture. */
  readonly children?: ReactNode;
}

/** A chart from a pure option. It is a picture: what it shows is said beside it in words and in a table. */
export function OptionChart({ option, moved, height, testId, children }: OptionChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useChart(box);
  const theme = useEffectiveTheme();
  const { width } = useSize(box);
  const newer = useNewer();
  const printing = usePrinting();
  useEffect(() => {
    if (chart && box.current && width > 0) draw(chart, box.current, option, width, theme);
  }, [chart, option, width, theme]);
  useEffect(() => {
    if (chart && moved) chart.setOption(moved, { silent: true });
  }, [chart, moved]);
  return (
    <div className="option-chart" dir="ltr">
      <div
        ref={box}
        className="option-canvas"
        style={{ blockSize: height }}
        data-testid={testId}
        data-ready={chart !== null}
      />
      {printing && <PaperChart option={option} height={height} {...(moved && { moved })} />}
      {chart === null && newer && <p className="option-missing reason">{t('failure.newer')}</p>}
      {children}
    </div>
  );
}

/** Told on the canvas, so that tests from outside can say how long a chart takes. */
function draw(
  chart: EChartsType,
  box: HTMLDivElement,
  option: ChartDrawing['option'],
  width: number,
  theme: 'light' | 'dark',
): void {
  const startMs = performance.now();
  const darkMode = theme === 'dark';
  chart.setOption({ ...option(readChartPalette(box), width), darkMode }, { notMerge: true, silent: true });
  chart.getZr().flush();
  box.dataset.drawnMs = (performance.now() - startMs).toFixed(1);
}
