import type { KeyboardEvent, PointerEvent } from 'react';

interface SliderCursorProps {
  readonly label: string;
  /** Of the last step the reader chose; spoken once per step, not with every repaint. */
  readonly valueText: string;
  readonly value: number;
  readonly max: number;
  readonly onChange: (value: number | null) => void;
  /** Enter or the space bar on the step that is read. */
  readonly onChoose?: () => void;
  /** Turns a share of the width (0 left, 1 right) into a value. */
  readonly valueAtShare: (share: number) => number;
  readonly className: string;
  readonly testId: string;
}

const LARGE_STEP = 10;

/** A reading cursor over a chart: arrows, Page keys, Home and End, or the pointer. Escape lets go. */
export function SliderCursor(props: SliderCursorProps) {
  const { label, valueText, value, max, onChange, valueAtShare, className, testId } = props;
  const set = (next: number) => onChange(Math.min(max, Math.max(0, next)));
  const onKeyDown = (event: KeyboardEvent) => {
    if (props.onChoose && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      return props.onChoose();
    }
    const next = keyValue(event.key, value, max);
    if (next === undefined) return;
    event.preventDefault();
    if (next === null) onChange(null);
    else set(next);
  };
  const onPointerMove = (event: PointerEvent) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    set(valueAtShare((event.clientX - left) / width));
  };
  return (
    <div
      className={`slider-cursor ${className}`}
      data-testid={testId}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value}
      aria-valuetext={valueText}
      onKeyDown={onKeyDown}
      onPointerMove={onPointerMove}
      onPointerDown={onPointerMove}
      onPointerLeave={() => onChange(null)}
    />
  );
}

/** `undefined`: not a key of the cursor; `null`: let go. Time runs to the right in every writing direction. */
function keyValue(key: string, value: number, max: number): number | null | undefined {
  const keys: Record<string, number | null> = {
    ArrowLeft: value - 1,
    ArrowDown: value - 1,
    ArrowRight: value + 1,
    ArrowUp: value + 1,
    PageDown: value - LARGE_STEP,
    PageUp: value + LARGE_STEP,
    Home: 0,
    End: max,
    Escape: null,
  };
  return keys[key];
}
