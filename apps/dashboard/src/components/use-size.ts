import { type RefObject, useLayoutEffect, useMemo, useState } from 'react';
import { usePrinting } from '../theme/printing.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

const NOTHING: Size = { width: 0, height: 0 };

/** Of drawings on paper, which cannot be measured before it: what A4 and Letter leave inside a card. */
export const PAPER_PX = 640;

/** The element's inner size in CSS pixels, kept up to date; zero before the first layout, and for paper as wide as that. */
export function useSize(element: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState(NOTHING);
  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return;
    const measure = () => setSize((before) => changed(before, box));
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    measure();
    return () => observer.disconnect();
  }, [element]);
  const printing = usePrinting();
  return useMemo(() => (printing ? { ...size, width: PAPER_PX } : size), [size, printing]);
}

/** The same object when nothing changed, so that nothing is drawn again. */
function changed(before: Size, { clientWidth: width, clientHeight: height }: HTMLElement): Size {
  return before.width === width && before.height === height ? before : { width, height };
}
