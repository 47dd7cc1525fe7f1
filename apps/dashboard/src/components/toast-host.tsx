import { lazy, Suspense } from 'react';
import { useAnythingTold } from './toasts.ts';

const ToastRegion = lazy(async () => {
  const { ToastRegion: Region } = await import('./toast-region.tsx');
  return { default: Region };
});

export function ToastHost() {
  return useAnythingTold() ? (
    <Suspense>
      <ToastRegion />
    </Suspense>
  ) : null;
}
