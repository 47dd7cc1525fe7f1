/** Both ends belong to it. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

const RANGE = /^bytes=(\d*)-(\d*)$/;

/** Of a Range header (RFC 9110, 14.2) with one range; null: the whole file, also for forms that are not understood. */
export function rangeOf(header: string | undefined, bytes: number): ByteRange | 'outside' | null {
  const [, from, to] = RANGE.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return null;
  const start = from === '' ? Math.max(0, bytes - Number(to)) : Number(from);
  const end = from === '' || to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  return start < bytes && start <= end ? { start, end } : 'outside';
}
