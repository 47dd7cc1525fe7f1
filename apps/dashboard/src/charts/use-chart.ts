import type { EChartsType } from 'echarts/core';
import { type RefObject, useEffect, useState } from 'react';
import { fetchPiece } from '../rest/fetch-code.ts';

/** Once it has arrived: paper does not wait for code. */
let library: typeof import('./echarts.ts') | null = null;

/** A chart in the box once its code has arrived, sized with the box; null until then. */
export function useChart(box: RefObject<HTMLDivElement | null>): EChartsType | null {
  const [chart, setChart] = useState<EChartsType | null>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const opening = openChart(element);
    opening.started.then(setChart, () => setChart(null));
    return () => {
      setChart(null);
      opening.close();
    };
  }, [box]);
  return chart;
}

interface Opening {
  /** Null when it was closed before the code arrived. */
  readonly started: Promise<EChartsType | null>;
  readonly close: () => void;
}

function openChart(element: HTMLDivElement): Opening {
  let chart: EChartsType | null = null;
  let closed = false;
  const observer = new ResizeObserver(() => chart?.resize());
  const start = async () => {
    library = await fetchPiece(() => import('./echarts.ts'));
    if (closed) return null;
    chart = library.init(element, null, { renderer: 'canvas' });
    observer.observe(element);
    return chart;
  };
  const close = () => {
    closed = true;
    observer.disconnect();
    chart?.dispose();
  };
  return { started: start(), close };
}

/** More dots to a pixel than screens have. */
const PAPER_DOTS = 3;

/** A chart that is drawn at once; null where no chart has been on the screen before. */
export function chartOnPaper(
  element: HTMLDivElement,
  size: { readonly width: number; readonly height: number },
): EChartsType | null {
  const options = { ...size, renderer: 'canvas', devicePixelRatio: PAPER_DOTS } as const;
  return library?.init(element, null, options) ?? null;
}
