import { lazy, Suspense } from 'react';
import { fetchPiece } from '../rest/fetch-code.ts';
import { useAnythingTold } from './toasts.ts';

/** Never fails: it stands beside the pages, and would take them with it. */
const ToastRegion = lazy(async () => {
  const { ToastRegion: Region } = await fetchPiece(() => import('./toast-region.tsx'));
  return { default: Region };
});

export function ToastHost() {
  return useAnythingTold() ? (
    <Suspense>
      <ToastRegion />
    </Suspense>
  ) : null;
}
