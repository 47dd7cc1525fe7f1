import type { ConnectionKind } from '../live/connection-view.ts';

/** Told apart by shape, not only by colour. */
const SHAPES: Record<ConnectionKind, string> = {
  live: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11z',
  delayed: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11zM8 5v3.2l2 1.6',
  stored_on_gateway: 'M2.5 5L8 2.5L13.5 5L8 7.5zM2.5 8L8 10.5L13.5 8M2.5 11L8 13.5L13.5 11',
  no_sensor: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11zM4.2 11.8L11.8 4.2',
  no_gateway: 'M2.5 5.5h11v5h-11zM4 13.5L12 2.5',
  connecting: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  suspended: 'M6 3.5v9M10 3.5v9',
  lost: 'M6.5 5H5a3 3 0 0 0 0 6h1.5M9.5 5H11a3 3 0 0 1 0 6H9.5',
  version: 'M13 6.5A5.5 5.5 0 1 0 13.5 9M13.5 3v3.5H10',
  refused: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11zM8 5v3.5M8 11h.01',
};

export function ConnectionMark({ kind }: { readonly kind: ConnectionKind }) {
  return (
    <svg className="connection-mark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={SHAPES[kind]} />
    </svg>
  );
}
