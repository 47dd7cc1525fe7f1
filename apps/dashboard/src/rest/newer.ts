import { useSyncExternalStore } from 'react';

let newer = false;
const listeners = new Set<() => void>();

/** A part of this page cannot come any more: a newer version has taken its place on the server. */
export function noteNewer(): void {
  newer = true;
  for (const listener of listeners) listener();
}

export function useNewer(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => newer,
  );
}
