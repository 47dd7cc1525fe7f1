import type { Frame } from './live-store.ts';

export const DRAWN_EVENT = 'plumbline:drawn';

/**
 * Says which sample the screen now shows, so that "sensor notification to drawn pixel" can be measured from
 * outside: `<html data-drawn-sample-us>` and a `plumbline:drawn` event with `{sampleUs, atMs}`.
 * No performance marks: those pile up over a day.
 */
export function reportDrawn({ newestUs }: Frame): void {
  if (newestUs === null) return;
  const root = document.documentElement;
  root.dataset.drawnSampleUs = String(newestUs);
  const atMs = performance.timeOrigin + performance.now();
  root.dataset.drawnAtMs = atMs.toFixed(1);
  document.dispatchEvent(new CustomEvent(DRAWN_EVENT, { detail: { sampleUs: newestUs, atMs } }));
}
