import type { Range } from './strip-layout.ts';

/** Closer than this nothing more is to be seen: bouts are told by the second. */
const CLOSEST_US = 10 * 60e6;
/** A view this close to the whole is the whole. */
const WHOLE_SHARE = 0.999;

/** A closer (`factor` < 1) or wider view that keeps the moment at `share` of the width where it is. */
export function zoomAt(view: Range, whole: Range, share: number, factor: number): Range {
  const length = view.endUs - view.startUs;
  const wholeLength = whole.endUs - whole.startUs;
  const next = Math.min(wholeLength, Math.max(Math.min(CLOSEST_US, wholeLength), length * factor));
  const startUs = view.startUs + share * (length - next);
  return within({ startUs, endUs: startUs + next }, whole);
}

/** The same length elsewhere, as far as the day goes. */
export function panBy(view: Range, whole: Range, byUs: number): Range {
  return within({ startUs: view.startUs + byUs, endUs: view.endUs + byUs }, whole);
}

/** Moves the view as little as need be so that the moment is seen. */
export function reveal(view: Range, whole: Range, tUs: number): Range {
  if (tUs < view.startUs) return panBy(view, whole, tUs - view.startUs);
  return tUs > view.endUs ? panBy(view, whole, tUs - view.endUs) : view;
}

export function isWhole(view: Range, whole: Range): boolean {
  return view.endUs - view.startUs >= WHOLE_SHARE * (whole.endUs - whole.startUs);
}

function within({ startUs, endUs }: Range, whole: Range): Range {
  const length = endUs - startUs;
  const from = Math.min(Math.max(startUs, whole.startUs), whole.endUs - length);
  return { startUs: Math.round(from), endUs: Math.round(from + length) };
}
