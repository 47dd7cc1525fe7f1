import type { Bout } from '@plumbline/core';
import { type ReactNode, useId, useMemo } from 'react';
import { PosturePatterns, postureFill } from '../components/posture-patterns.tsx';
import { PostureSwatch } from '../components/posture-swatch.tsx';
import type { Size } from '../components/use-size.ts';
import { formats, t } from '../locales/t.ts';
import {
  type Day,
  hourTicks,
  isWholeHour,
  MAX_TICKS,
  type Range,
  stripPaths,
  totals,
  xAt,
} from './strip-layout.ts';
import './charts.css';

/** Parts of the pictures in which a day's bouts stand side by side. */

/** A label with its hour needs about this much room. */
const TICK_PX = 72;

interface BoutsPictureProps {
  readonly day: Day;
  readonly range: Range;
  readonly size: Size;
  /** Over the bouts. */
  readonly children?: ReactNode;
}

/** Height, colour and pattern say the posture. */
export function BoutsPicture({ day, range, size: { width, height }, children }: BoutsPictureProps) {
  const id = useId();
  const paths = useMemo(() => stripPaths(day.bouts, range, width, height), [day, range, width, height]);
  return (
    <svg className="strip-svg" {...sized(width, height)} aria-hidden="true">
      <PosturePatterns id={id} states={paths.map(({ state }) => state)} />
      <path className="strip-base" d={`M0 ${height - 0.5}H${width}`} />
      {paths.map(({ state, d }) => (
        <path key={state} d={d} fill={postureFill(id, state)} className={`bout posture-${state}`} />
      ))}
      {children}
    </svg>
  );
}

/** In pixels on the screen; on paper, whose width is not known before, as wide as that. */
export function sized(width: number, height: number) {
  return { width, height, viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none' };
}

interface HoursProps {
  readonly range: Range;
  readonly dayStartUs: number;
  readonly timeZone: string;
  readonly width: number;
}

export function Hours({ range, dayStartUs, timeZone, width }: HoursProps) {
  const most = Math.min(MAX_TICKS, Math.max(1, Math.floor(width / TICK_PX) - 1));
  const ticks = hourTicks(range, dayStartUs, most);
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

interface TotalsLegendProps {
  readonly label: string;
  readonly bouts: readonly Bout[];
  /** Further lines. */
  readonly children?: ReactNode;
}

/** Each posture that is seen, with how long it lasted in all. */
export function TotalsLegend({ label, bouts, children }: TotalsLegendProps) {
  return (
    <ul className="legend" aria-label={label}>
      {totals(bouts).map(({ state, seconds }) => (
        <li key={state}>
          <PostureSwatch state={state} />
          <span>{t(`posture.name.${state}`)}</span>
          <span className="legend-value">{formats.duration(seconds)}</span>
        </li>
      ))}
      {children}
    </ul>
  );
}

/** Whether anything of it is not known, which the legend explains. */
export function hasUnknown(bouts: readonly Bout[]): boolean {
  return bouts.some(({ state }) => state === 'unknown' || state === 'not_worn');
}
