import { type RefObject, useLayoutEffect, useState } from 'react';

export interface Size {
  readonly width: number;
  readonly height: number;
}

const NOTHING: Size = { width: 0, height: 0 };

/** The element's inner size in CSS pixels, kept up to date; zero before the first layout. */
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
  return size;
}

/** The same object when nothing changed, so that nothing is drawn again. */
function changed(before: Size, { clientWidth: width, clientHeight: height }: HTMLElement): Size {
  return before.width === width && before.height === height ? before : { width, height };
}
