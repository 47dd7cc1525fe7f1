/** A choice that is kept on this device; null: none was made, or the browser forbids to keep things. */
export function readPreference<V extends string>(key: string, choices: readonly V[]): V | null {
  try {
    const stored = localStorage.getItem(key);
    return choices.find((choice) => choice === stored) ?? null;
  } catch {
    return null;
  }
}

/** Storage may be forbidden; the choice then lasts as long as the page. */
export function storePreference(key: string, choice: string): void {
  try {
    localStorage.setItem(key, choice);
  } catch {
    // Said above.
  }
}
