import type { Bout } from '@plumbline/core';
import { useId, useMemo, useRef, useState } from 'react';
import { PosturePatterns, postureFill } from '../components/posture-patterns.tsx';
import { SliderCursor } from '../components/slider-cursor.tsx';
import { type Size, useSize } from '../components/use-size.ts';
import { formats, t } from '../locales/t.ts';
import {
  boutAt,
  type Day,
  hourTicks,
  isWholeHour,
  MAX_TICKS,
  type Range,
  stripPaths,
  stripRange,
  xAt,
} from './strip-layout.ts';
import './charts.css';

/** A label with its hour needs about this much room. */
const TICK_PX = 72;

interface DayStripProps {
  readonly day: Day;
  readonly timeZone: string;
  /** How a bout is said in one line. */
  readonly describe: (bout: Bout) => string;
}

/** A day's bouts side by side: height, colour and pattern say the posture. */
export function DayStrip({ day, timeZone, describe }: DayStripProps) {
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const range = useMemo(() => stripRange(day), [day]);
  return (
    <div className="strip" dir="ltr">
      <div className="strip-plot" ref={box}>
        <Bouts day={day} range={range} size={size} />
      </div>
      <StripCursor day={day} range={range} describe={describe} />
      <Hours range={range} dayStartUs={day.startUs} timeZone={timeZone} width={size.width} />
    </div>
  );
}

interface BoutsProps {
  readonly day: Day;
  readonly range: Range;
  readonly size: Size;
}

function Bouts({ day, range, size }: BoutsProps) {
  const { width, height } = size;
  const id = useId();
  const paths = useMemo(() => stripPaths(day.bouts, range, width, height), [day, range, width, height]);
  return (
    <svg className="strip-svg" width={width} height={height} aria-hidden="true">
      <PosturePatterns id={id} states={paths.map(({ state }) => state)} />
      <path className="strip-base" d={`M0 ${height - 0.5}H${width}`} />
      {paths.map(({ state, d }) => (
        <path key={state} d={d} fill={postureFill(id, state)} className={`bout posture-${state}`} />
      ))}
    </svg>
  );
}

interface HoursProps {
  readonly range: Range;
  readonly dayStartUs: number;
  readonly timeZone: string;
  readonly width: number;
}

function Hours({ range, dayStartUs, timeZone, width }: HoursProps) {
  const ticks = hourTicks(
    range,
    dayStartUs,
    Math.min(MAX_TICKS, Math.max(1, Math.floor(width / TICK_PX) - 1)),
  );
  const label = ticks.every((tUs) => isWholeHour(tUs, dayStartUs)) ? formats.hour : formats.clock;
  return (
    <div className="strip-hours" aria-hidden="true">
      {ticks.map((tUs) => (
        <span key={tUs} className="strip-hour" style={{ '--share': xAt(range, tUs) } as React.CSSProperties}>
          {label(tUs, timeZone)}
        </span>
      ))}
    </div>
  );
}

interface StripCursorProps {
  readonly day: Day;
  readonly range: Range;
  readonly describe: (bout: Bout) => string;
}

/** Reads the strip bout by bout. */
function StripCursor({ day, range, describe }: StripCursorProps) {
  const { bouts } = day;
  const last = bouts.length - 1;
  const [chosen, setChosen] = useState<number | null>(null);
  const at = Math.min(chosen ?? last, last);
  const bout = bouts[at];
  if (!bout) return null;
  const middle = xAt(range, (bout.startUs + bout.endUs) / 2);
  return (
    <>
      <SliderCursor
        className="strip-cursor"
        testId="strip-cursor"
        label={t('live.day.cursor')}
        valueText={describe(bout)}
        value={at}
        max={last}
        onChange={setChosen}
        valueAtShare={(share) => boutAt(bouts, range.startUs + share * (range.endUs - range.startUs))}
      />
      {chosen !== null && (
        <div
          className="cursor-line"
          style={{ '--share': middle } as React.CSSProperties}
          data-side={middle > 0.5 ? 'left' : 'right'}
        >
          <span className="cursor-note" data-testid="strip-readout">
            {describe(bout)}
          </span>
        </div>
      )}
    </>
  );
}
