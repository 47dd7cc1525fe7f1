import { useCallback, useState } from 'react';
import { useFrame } from '../../live/live-context.tsx';
import type { Frame } from '../../live/live-store.ts';
import { type BendCount, beginCount, countBends } from './bend-counter.ts';

/** Bends since the page was opened, or since `again` was called. */
export function useBends(): { readonly bends: number; readonly again: () => void } {
  const [count, setCount] = useState<BendCount | null>(null);
  const draw = useCallback(({ edgeUs, columns }: Frame) => {
    if (edgeUs === null) return;
    setCount((before) => (before === null ? beginCount(edgeUs) : countBends(before, columns)));
  }, []);
  useFrame(draw);
  return { bends: count?.bends ?? 0, again: () => setCount(null) };
}
