import { InvalidInput } from '../problem/invalid-input.ts';

/** Where a page ended, as text that callers hand back and need not understand. */
export function writeCursor(place: readonly number[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** Null without one. Throws for text that no page gave. */
export function readCursor(cursor: string | undefined, length: number): readonly number[] | null {
  if (cursor === undefined) return null;
  const place = parsed(cursor);
  if (Array.isArray(place) && place.length === length && place.every(Number.isSafeInteger)) return place;
  throw new InvalidInput('cursor', cursor, 'Give the cursor of the page before, or none to begin.');
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
