import type { OverviewEntry } from '@plumbline/contract';

type Direction = OverviewEntry['sittingShare']['direction'];

const DRAWINGS: Readonly<Record<Direction, string>> = {
  more: 'M5 15L15 5M7.5 5H15v7.5',
  less: 'M5 5l10 10M15 7.5V15H7.5',
  same: 'M4 7.5h12M4 12.5h12',
  unknown: 'M7.2 7.5a2.8 2.8 0 1 1 3.9 2.6c-.8.4-1.1.9-1.1 1.9M10 14.8v.2',
};

/** The words beside it say the same. */
export function TrendMark({ direction }: { readonly direction: Direction }) {
  return (
    <svg className="icon trend-mark" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <path d={DRAWINGS[direction]} />
    </svg>
  );
}
