import { useSyncExternalStore } from 'react';
import { STORED_AT_HEADER } from '../offline/kept.ts';

let storedAtMs: number | null = null;
const listeners = new Set<() => void>();

/** Remembers whether what the page shows comes from the server or from what was kept. */
export function noteAnswer(headers: Headers): void {
  const stored = headers.get(STORED_AT_HEADER);
  const next = stored === null ? null : oldest(Number(stored));
  if (next === storedAtMs) return;
  storedAtMs = next;
  for (const listener of listeners) listener();
}

/** Since when nothing newer came, milliseconds since the epoch; null: the server answers. */
export function useStoredAtMs(): number | null {
  return useSyncExternalStore(subscribe, () => storedAtMs);
}

/** Of several kept answers on one page the oldest counts. */
function oldest(atMs: number): number {
  return storedAtMs === null ? atMs : Math.min(storedAtMs, atMs);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
