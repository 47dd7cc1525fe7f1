import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

interface DragHandlers {
  /** Moved by a share of the width. */
  readonly onMove: (byShare: number) => void;
  /** Pressed without moving, at a share of the width. */
  readonly onPress: (share: number) => void;
  readonly onZoom: (share: number, factor: number) => void;
}

/** Less than this is a press. */
const SLOP_PX = 4;
/** A wheel step of 100 px comes closer by about a quarter. */
const WHEEL_RATE = 0.0028;

/**
 * Dragging along a plot, pressing in it, and the wheel: sideways moves, with Ctrl (or a pinch) it comes closer. The page
 * goes on scrolling with the plain wheel.
 */
export function useDrag(plot: RefObject<HTMLElement | null>, handlers: DragHandlers) {
  const latest = useRef(handlers);
  latest.current = handlers;
  const from = useRef<{ x: number; moved: boolean } | null>(null);
  const move = useMoveByFrame((byShare) => latest.current.onMove(byShare));
  useEffect(() => {
    const element = plot.current?.parentElement;
    if (!element) return;
    const onZoom = (share: number, factor: number) => latest.current.onZoom(share, factor);
    const onWheel = (event: WheelEvent) => wheel(event, plot.current!, move, onZoom);
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [plot, move]);
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button === 0) from.current = { x: event.clientX, moved: false };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const start = from.current;
      if (!start || !plot.current) return;
      const byPx = event.clientX - start.x;
      if (!start.moved && Math.abs(byPx) < SLOP_PX) return;
      if (!start.moved) event.currentTarget.setPointerCapture(event.pointerId);
      from.current = { x: event.clientX, moved: true };
      move(byPx / plot.current.clientWidth);
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const pressed = from.current?.moved === false;
      from.current = null;
      if (pressed && plot.current) latest.current.onPress(shareOf(event.clientX, plot.current));
    },
    onPointerCancel: () => {
      from.current = null;
    },
  };
}

/** Moves as often as the screen is drawn, by all that has come since: a mouse tells more often where it is. */
function useMoveByFrame(onMove: (byShare: number) => void): (byShare: number) => void {
  const latest = useRef(onMove);
  latest.current = onMove;
  const waiting = useRef({ byShare: 0, frame: 0 });
  const [move] = useState(() => (byShare: number) => {
    const now = waiting.current;
    now.byShare += byShare;
    if (now.frame !== 0) return;
    now.frame = requestAnimationFrame(() => {
      const sum = now.byShare;
      waiting.current = { byShare: 0, frame: 0 };
      // In this frame, not in the one after.
      flushSync(() => latest.current(sum));
    });
  });
  useEffect(() => () => cancelAnimationFrame(waiting.current.frame), []);
  return move;
}

function shareOf(clientX: number, plot: HTMLElement): number {
  const { left, width } = plot.getBoundingClientRect();
  return Math.min(1, Math.max(0, (clientX - left) / width));
}

function wheel(
  event: WheelEvent,
  plot: HTMLElement,
  move: DragHandlers['onMove'],
  zoom: DragHandlers['onZoom'],
): void {
  if (event.ctrlKey) {
    event.preventDefault();
    zoom(shareOf(event.clientX, plot), Math.exp(event.deltaY * WHEEL_RATE));
  } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
    event.preventDefault();
    move(-event.deltaX / plot.clientWidth);
  }
}
