import { useSyncExternalStore } from 'react';

/** Something that happened, told in passing; `undo` takes it back. */
export interface Told {
  readonly text: string;
  readonly undo?: () => void;
  /** Instead of undoing: another thing to do, in its own words. */
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Stays until it is closed. */
  readonly lasting?: boolean;
}

type Teller = (told: Told) => void;

const listeners = new Set<() => void>();
let waiting: readonly Told[] = [];
let teller: Teller | null = null;

/** Tells the reader in a corner of the page that something happened, with a way back where there is one. */
export function tell(told: Told): void {
  if (teller) {
    teller(told);
    return;
  }
  waiting = [...waiting, told];
  for (const listener of listeners) listener();
}

/** Whether anything was ever told: only then the code that shows it is fetched. */
export function useAnythingTold(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting.length > 0 || teller !== null,
  );
}

/** From now on `next` shows what is told; what was told before it came, too. */
export function takeOver(next: Teller): void {
  teller = next;
  for (const told of waiting) next(told);
  waiting = [];
}
