import { useSyncExternalStore } from 'react';
import { readPreference, storePreference } from '../app/preference.ts';

export const THEME_CHOICES = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

const STORAGE_KEY = 'plumbline.theme';
const SYSTEM_DARK = '(prefers-color-scheme: dark)';
const listeners = new Set<() => void>();
let choice: ThemeChoice = 'system';

/** Applies the stored choice; call before the first render so that nothing flashes. */
export function startTheme(): void {
  choice = readPreference(STORAGE_KEY, THEME_CHOICES) ?? 'system';
  apply();
  matchMedia(SYSTEM_DARK).addEventListener('change', apply);
}

export function setTheme(next: ThemeChoice): void {
  choice = next;
  storePreference(STORAGE_KEY, next);
  apply();
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, () => choice);
}

/** `light` or `dark`, whatever it follows from. */
export function useEffectiveTheme(): 'light' | 'dark' {
  return useSyncExternalStore(subscribe, effectiveTheme);
}

function effectiveTheme(): 'light' | 'dark' {
  if (choice !== 'system') return choice;
  return matchMedia(SYSTEM_DARK).matches ? 'dark' : 'light';
}

/** What is read while the page is light, whatever it is: nothing is painted in between. */
export function inLight<T>(read: () => T): T {
  const { dataset } = document.documentElement;
  dataset.theme = 'light';
  try {
    return read();
  } finally {
    dataset.theme = effectiveTheme();
  }
}

function apply(): void {
  document.documentElement.dataset.theme = effectiveTheme();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
