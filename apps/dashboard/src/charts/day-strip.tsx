import type { Bout } from '@plumbline/core';
import { useMemo, useRef, useState } from 'react';
import { SliderCursor } from '../components/slider-cursor.tsx';
import { useSize } from '../components/use-size.ts';
import { t } from '../locales/t.ts';
import { CursorNote } from './cursor-note.tsx';
import { boutAt, type Day, type Range, stripRange, xAt } from './strip-layout.ts';
import { BoutsPicture, Hours } from './strip-parts.tsx';

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
        <BoutsPicture day={day} range={range} size={size} />
      </div>
      <StripCursor day={day} range={range} describe={describe} />
      <Hours range={range} dayStartUs={day.startUs} timeZone={timeZone} width={size.width} />
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
      {chosen !== null && <CursorNote share={middle} text={describe(bout)} testId="strip-readout" />}
    </>
  );
}
