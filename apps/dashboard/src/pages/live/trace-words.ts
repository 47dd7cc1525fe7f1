import { angleText, sizeText } from '../../live/angles.ts';
import type { Frame } from '../../live/live-store.ts';
import { type Angle, columnsFrom } from '../../live/trace-ring.ts';
import { extent, hasGap, secondsOf, type TraceSecond } from '../../live/trace-stats.ts';
import { formats, t } from '../../locales/t.ts';
import type { TraceKind } from './trace-rows.ts';

/** An angle in words, signed or not. */
function say(angle: Angle, deg: number | null): string {
  return angle === 'tiltDeg' ? sizeText(deg) : angleText(angle, deg);
}

/** One sentence that says what the traces show. */
export function traceSummary(frame: Frame, kinds: readonly TraceKind[], spanUs: number): string {
  const span = formats.durationLong(spanUs / 1e6);
  const fromUs = (frame.edgeUs ?? 0) - spanUs;
  if (frame.newestUs === null || frame.newestUs < fromUs) return t('live.traces.empty', { span });
  const parts = kinds.map((kind) => partText(frame, kind, fromUs));
  const summary = t('live.traces.summary', { span, parts: formats.list(parts) });
  return hasGap(columnsFrom(frame.columns, fromUs)) ? `${summary} ${t('live.traces.gapReason')}` : summary;
}

function partText({ columns }: Frame, { angle, inline }: TraceKind, fromUs: number): string {
  const range = extent(columns, angle, fromUs);
  if (!range) return t('live.traces.partNone', { name: t(inline) });
  const low = say(angle, range.low);
  const high = say(angle, range.high);
  return low === high
    ? t('live.traces.partSame', { name: t(inline), low })
    : t('live.traces.part', { name: t(inline), low, high });
}

/** What the traces say about the second that ends `backS` seconds before the right edge. */
export function cursorText(frame: Frame, kinds: readonly TraceKind[], backS: number, zone: string): string {
  const second = secondAt(frame, backS);
  const time = formats.clockWithSeconds(second.tUs, zone);
  const present = kinds.filter(({ angle }) => second[angle] !== null);
  if (present.length === 0) return t('live.traces.cursorGap', { time });
  const parts = present.map(({ angle, inline }) => `${t(inline)} ${say(angle, second[angle])}`);
  return t('live.traces.cursorAt', { time, parts: formats.list(parts) });
}

const NOTHING = { flexionDeg: null, sideBendDeg: null, rotationDeg: null, tiltDeg: null };

function secondAt({ columns, edgeUs }: Frame, backS: number): TraceSecond {
  const second = Math.floor((edgeUs ?? 0) / 1e6) - backS;
  const [found] = secondsOf(columns, second * 1e6, second * 1e6);
  return found ?? { tUs: second * 1e6, ...NOTHING };
}
