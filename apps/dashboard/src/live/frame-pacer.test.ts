import { describe, expect, it } from 'vitest';
import { FramePacer, PAINT_INTERVAL_MS } from './frame-pacer.ts';

/** A screen of 60 frames a second, advanced by hand. */
function screen() {
  let next: ((atMs: number) => void) | null = null;
  let atMs = 0;
  return {
    clock: {
      request: (callback: (atMs: number) => void) => {
        next = callback;
        return 1;
      },
      cancel: () => {
        next = null;
      },
    },
    frame() {
      atMs += 1000 / 60;
      const callback = next;
      next = null;
      callback?.(atMs);
    },
  };
}

describe('FramePacer', () => {
  it('paints at most 15 times a second however often it is asked', () => {
    const { clock, frame } = screen();
    let paints = 0;
    const pacer = new FramePacer(clock, () => paints++);
    for (let i = 0; i < 120; i++) {
      pacer.invalidate();
      pacer.invalidate();
      frame();
    }
    expect(paints).toBeGreaterThanOrEqual(29);
    expect(paints).toBeLessThanOrEqual(30);
  });

  it('paints the last change too, and then rests', () => {
    const { clock, frame } = screen();
    let paints = 0;
    const pacer = new FramePacer(clock, () => paints++);
    pacer.invalidate();
    frame();
    pacer.invalidate();
    for (let i = 0; i < 60; i++) frame();
    expect(paints).toBe(2);
  });

  it('can be calmed and stopped', () => {
    const { clock, frame } = screen();
    let paints = 0;
    const pacer = new FramePacer(clock, () => paints++);
    pacer.intervalMs = 10 * PAINT_INTERVAL_MS;
    for (let i = 0; i < 60; i++) {
      pacer.invalidate();
      frame();
    }
    expect(paints).toBe(2);
    pacer.invalidate();
    pacer.stop();
    frame();
    expect(paints).toBe(2);
  });
});
