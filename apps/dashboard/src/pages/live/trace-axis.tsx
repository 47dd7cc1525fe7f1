import { formats, t } from '../../locales/t.ts';

const PARTS = [0, 1, 2, 3];

/** Ages under the traces: they stand still while the lines move. */
export function TraceAxis({ spanUs }: { readonly spanUs: number }) {
  return (
    <div className="trace-axis" aria-hidden="true">
      {PARTS.map((part) => {
        const age = formats.durationNarrow((spanUs / 1e6) * (1 - part / 3));
        return (
          <span key={part}>
            {part === 3 ? t('live.traces.now') : part === 0 ? t('live.traces.ago', { age }) : age}
          </span>
        );
      })}
    </div>
  );
}
