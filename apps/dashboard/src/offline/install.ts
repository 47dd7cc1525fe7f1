import { useSyncExternalStore } from 'react';
import { tell } from '../components/toasts.ts';
import { t } from '../locales/t.ts';

/** What browsers that can install pages send; not in the types of TypeScript. */
interface InstallOffer extends Event {
  prompt(): Promise<unknown>;
}

const FIRST_USE_KEY = 'plumbline.first-use';
const HINTED_KEY = 'plumbline.install-hinted';
const WEEK_MS = 7 * 86_400_000;

let offer: InstallOffer | null = null;
const listeners = new Set<() => void>();

/** Waits for the browser's offer. It is passed on once, after a week of use, and in the settings at any time. */
export function startInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    setOffer(event as InstallOffer);
    if (isUsedForAWeek(localStorage, Date.now())) hint();
  });
  addEventListener('appinstalled', () => setOffer(null));
}

export function useInstallOffer(): (() => void) | null {
  const now = useSyncExternalStore(subscribe, () => offer);
  return now && (() => void now.prompt().then(() => setOffer(null)));
}

export function isInstalled(): boolean {
  return matchMedia('(display-mode: standalone)').matches;
}

/** Whether the first use was a week ago and nobody was told yet; notes the first use and the telling. */
export function isUsedForAWeek(storage: Pick<Storage, 'getItem' | 'setItem'>, nowMs: number): boolean {
  const first = storage.getItem(FIRST_USE_KEY);
  if (first === null) storage.setItem(FIRST_USE_KEY, String(nowMs));
  if (first === null || nowMs - Number(first) < WEEK_MS || storage.getItem(HINTED_KEY) !== null) return false;
  storage.setItem(HINTED_KEY, String(nowMs));
  return true;
}

function hint(): void {
  const run = () => void offer?.prompt();
  tell({ text: t('app.install'), action: { label: t('app.installNow'), run } });
}

function setOffer(next: InstallOffer | null): void {
  offer = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
