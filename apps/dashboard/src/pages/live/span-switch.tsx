import { MAX_SPAN_US } from '../../live/live-store.ts';
import { formats, t } from '../../locales/t.ts';

const SPANS_US = [30_000_000, MAX_SPAN_US];

interface SpanSwitchProps {
  readonly spanUs: number;
  readonly onChange: (spanUs: number) => void;
}

export function SpanSwitch({ spanUs, onChange }: SpanSwitchProps) {
  return (
    <fieldset className="segmented segmented-text">
      <legend className="visually-hidden">{t('live.traces.span')}</legend>
      {SPANS_US.map((span) => (
        <label key={span}>
          <input
            type="radio"
            name="span"
            value={span}
            checked={span === spanUs}
            onChange={() => onChange(span)}
          />
          <span>{formats.durationNarrow(span / 1e6)}</span>
        </label>
      ))}
    </fieldset>
  );
}
