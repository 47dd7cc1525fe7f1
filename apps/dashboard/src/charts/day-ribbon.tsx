import type { Bout } from '@plumbline/core';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { PosturePatterns, postureFill } from '../components/posture-patterns.tsx';
import { SliderCursor } from '../components/slider-cursor.tsx';
import { type Size, useSize } from '../components/use-size.ts';
import { formats } from '../locales/t.ts';
import { panBy, reveal, zoomAt } from './day-view.ts';
import {
  boutAt,
  type Day,
  hourTicks,
  isWholeHour,
  MAX_TICKS,
  type Range,
  stripPaths,
  xAt,
} from './strip-layout.ts';
import { useDrag } from './use-drag.ts';
import './charts.css';

/** A label with its hour needs about this much room. */
const TICK_PX = 72;
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
      <Hours view={view} dayStartUs={day.startUs} timeZone={timeZone} width={size.width} />
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

function Picture({ day, view, size: { width, height }, chosen }: PictureProps) {
  const id = useId();
  const paths = useMemo(() => stripPaths(day.bouts, view, width, height), [day, view, width, height]);
  const bout = chosen === null ? undefined : day.bouts[chosen];
  const left = bout ? xAt(view, bout.startUs) * width : 0;
  const right = bout ? xAt(view, bout.endUs) * width : 0;
  return (
    <svg className="strip-svg" width={width} height={height} aria-hidden="true">
      <PosturePatterns id={id} states={paths.map(({ state }) => state)} />
      <path className="strip-base" d={`M0 ${height - 0.5}H${width}`} />
      {paths.map(({ state, d }) => (
        <path key={state} d={d} fill={postureFill(id, state)} className={`bout posture-${state}`} />
      ))}
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
    </svg>
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
    <svg className="ribbon-marks" width={width} height={12} aria-hidden="true">
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

interface HoursProps {
  readonly view: Range;
  readonly dayStartUs: number;
  readonly timeZone: string;
  readonly width: number;
}

function Hours({ view, dayStartUs, timeZone, width }: HoursProps) {
  const most = Math.min(MAX_TICKS, Math.max(1, Math.floor(width / TICK_PX) - 1));
  const ticks = hourTicks(view, dayStartUs, most);
  const label = ticks.every((tUs) => isWholeHour(tUs, dayStartUs)) ? formats.hour : formats.clock;
  return (
    <div className="strip-hours" aria-hidden="true">
      {ticks.map((tUs) => (
        <span key={tUs} className="strip-hour" style={{ '--share': xAt(view, tUs) } as React.CSSProperties}>
          {label(tUs, timeZone)}
        </span>
      ))}
    </div>
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
      {read !== null && (
        <div
          className="cursor-line"
          style={{ '--share': share } as React.CSSProperties}
          data-side={share > 0.5 ? 'left' : 'right'}
        >
          <span className="cursor-note" data-testid="ribbon-readout">
            {describe(bout)}
          </span>
        </div>
      )}
    </>
  );
}
