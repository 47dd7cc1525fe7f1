import { useState } from 'react';
import { CursorNote } from '../../charts/cursor-note.tsx';
import { SliderCursor } from '../../components/slider-cursor.tsx';
import type { Frame } from '../../live/live-store.ts';
import { t } from '../../locales/t.ts';
import type { TraceKind } from './trace-rows.ts';
import { cursorText } from './trace-words.ts';

interface TraceCursorProps {
  readonly frame: Frame;
  readonly kinds: readonly TraceKind[];
  readonly spanUs: number;
  readonly zone: string;
}

/** Reads the traces second by second. It keeps its place on the screen while the lines move under it. */
export function TraceCursor({ frame, kinds, spanUs, zone }: TraceCursorProps) {
  const spanS = spanUs / 1e6;
  const [chosen, setChosen] = useState<{ readonly at: number; readonly spoken: string } | null>(null);
  const at = Math.min(chosen?.at ?? spanS, spanS);
  const choose = (next: number | null) => {
    setChosen(next === null ? null : { at: next, spoken: cursorText(frame, kinds, spanS - next, zone) });
  };
  return (
    <>
      <SliderCursor
        className="trace-cursor"
        testId="traces-cursor"
        label={t('live.traces.cursor')}
        valueText={chosen?.spoken ?? t('live.traces.cursorHint')}
        value={at}
        max={spanS}
        onChange={choose}
        valueAtShare={(share) => Math.round(share * spanS)}
      />
      {chosen && (
        <CursorNote
          share={at / spanS}
          text={cursorText(frame, kinds, spanS - at, zone)}
          testId="traces-readout"
        />
      )}
    </>
  );
}
