import type { Bout } from '@plumbline/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import { SliderCursor } from '../components/slider-cursor.tsx';
import { type Size, useSize } from '../components/use-size.ts';
import { CursorNote } from './cursor-note.tsx';
import { panBy, reveal, zoomAt } from './day-view.ts';
import { boutAt, type Day, type Range, xAt } from './strip-layout.ts';
import { BoutsPicture, Hours, sized } from './strip-parts.tsx';
import { useDrag } from './use-drag.ts';

const ZOOM = 0.5;

/** Something that happened at a moment; told apart by shape. */
export interface RibbonMark {
  readonly tUs: number;
  readonly kind: 'break' | 'label' | 'note';
}

interface DayRibbonProps {
  readonly day: Day;
  /** All there is of the day to see, and what of it is seen. */
  readonly whole: Range;
  readonly view: Range;
  readonly onView: (view: Range) => void;
  readonly marks: readonly RibbonMark[];
  readonly chosen: number | null;
  readonly onChoose: (index: number | null) => void;
  readonly timeZone: string;
  readonly cursorLabel: string;
  /** How a bout is said in one line. */
  readonly describe: (bout: Bout) => string;
}

/** A day's bouts that can be looked at closer, moved along and chosen: by pointer, by keys, and by buttons beside it. */
export function DayRibbon(props: DayRibbonProps) {
  const { day, whole, view, onView, marks, chosen, onChoose, timeZone } = props;
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const drag = useDrag(box, {
    onMove: (byShare) => onView(panBy(view, whole, -byShare * (view.endUs - view.startUs))),
    onPress: (share) => onChoose(boutAt(day.bouts, momentAt(view, share))),
    onZoom: (share, factor) => onView(zoomAt(view, whole, share, factor)),
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const factor = { '+': ZOOM, '=': ZOOM, '-': 1 / ZOOM }[event.key];
    if (factor !== undefined) onView(zoomAt(view, whole, 0.5, factor));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the slider inside is the control; keys bubble from it
    <div className="strip ribbon" dir="ltr" onKeyDown={onKeyDown} {...drag}>
      <div className="strip-plot" ref={box}>
        <Picture day={day} view={view} size={size} chosen={chosen} />
        <Marks marks={marks} view={view} width={size.width} />
      </div>
      <RibbonCursor {...props} />
      <Hours range={view} dayStartUs={day.startUs} timeZone={timeZone} width={size.width} />
    </div>
  );
}

function momentAt(view: Range, share: number): number {
  return view.startUs + share * (view.endUs - view.startUs);
}

interface PictureProps {
  readonly day: Day;
  readonly view: Range;
  readonly size: Size;
  readonly chosen: number | null;
}

function Picture({ day, view, size, chosen }: PictureProps) {
  const { width, height } = size;
  const bout = chosen === null ? undefined : day.bouts[chosen];
  const left = bout ? xAt(view, bout.startUs) * width : 0;
  const right = bout ? xAt(view, bout.endUs) * width : 0;
  return (
    <BoutsPicture day={day} range={view} size={size}>
      {bout && right > left && (
        <rect
          className="ribbon-chosen"
          x={left}
          y={1}
          width={Math.max(3, right - left)}
          height={height - 2}
          rx={3}
        />
      )}
    </BoutsPicture>
  );
}

const SHAPES: Record<RibbonMark['kind'], string> = {
  break: 'M-5 0h10l-5 8z',
  label: 'M-4.5 4.5a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z',
  note: 'M0 0l5 5l-5 5l-5-5z',
};

interface MarksProps {
  readonly marks: readonly RibbonMark[];
  readonly view: Range;
  readonly width: number;
}

/** Over the bouts, where the pointer does not need to reach them: lists beside the chart say the same. */
function Marks({ marks, view, width }: MarksProps) {
  const seen = marks.filter(({ tUs }) => tUs >= view.startUs && tUs <= view.endUs);
  return (
    <svg className="ribbon-marks" {...sized(width, 12)} aria-hidden="true">
      {seen.map(({ tUs, kind }) => (
        <path
          key={`${kind}-${tUs}`}
          className={`mark-${kind}`}
          d={SHAPES[kind]}
          transform={`translate(${(xAt(view, tUs) * width).toFixed(1)} 1)`}
        />
      ))}
    </svg>
  );
}

/** A small sample of a mark. */
export function MarkSwatch({ kind }: { readonly kind: RibbonMark['kind'] }) {
  return (
    <svg className="swatch" width="14" height="12" viewBox="-7 -1 14 12" aria-hidden="true">
      <path className={`mark-${kind}`} d={SHAPES[kind]} />
    </svg>
  );
}

/** Reads bout by bout; Enter chooses. What is read is brought into view. */
function RibbonCursor({ day, view, whole, onView, onChoose, chosen, describe, cursorLabel }: DayRibbonProps) {
  const { bouts } = day;
  const [read, setRead] = useState<number | null>(null);
  const at = Math.min(read ?? chosen ?? bouts.length - 1, bouts.length - 1);
  const bout = bouts[at];
  if (!bout) return null;
  const middleUs = (bout.startUs + bout.endUs) / 2;
  const share = xAt(view, middleUs);
  const move = (next: number | null) => {
    setRead(next);
    const to = next === null ? undefined : bouts[next];
    if (to) onView(reveal(view, whole, (to.startUs + to.endUs) / 2));
  };
  return (
    <>
      <SliderCursor
        className="strip-cursor"
        testId="ribbon-cursor"
        label={cursorLabel}
        valueText={describe(bout)}
        value={at}
        max={bouts.length - 1}
        onChange={move}
        onChoose={() => onChoose(at)}
        valueAtShare={(next) => boutAt(bouts, momentAt(view, next))}
      />
      {read !== null && <CursorNote share={share} text={describe(bout)} testId="ribbon-readout" />}
    </>
  );
}
