import { tell } from '../components/toasts.ts';
import { t } from '../locales/t.ts';

const WORKER = '/sw.js';
/** Fetching everything for later must not slow the first picture. */
const SETTLED_MS = 2_000;
/** A page that is open for days asks this often whether there is a newer version. */
const CHECK_MS = 3_600_000;

/** Lets the pages work without a network. Quietly does nothing where browsers do not allow it: away from HTTPS. */
export function startOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  // A page that was left meanwhile, or a browser that forbids it: the pages work without.
  setTimeout(() => void register().catch(() => undefined), SETTLED_MS);
}

async function register(): Promise<void> {
  const registration = await navigator.serviceWorker.register(WORKER);
  offerNewer(registration);
  setInterval(() => void registration.update().catch(() => undefined), CHECK_MS);
}

/** A newer version waits until the reader wants it: nothing reloads by itself. */
function offerNewer(registration: ServiceWorkerRegistration): void {
  const offer = (worker: ServiceWorker) => {
    // The very first version replaces nothing.
    if (!navigator.serviceWorker.controller) return;
    const run = () => takeOver(worker);
    tell({ text: t('app.newer'), action: { label: t('failure.reload'), run }, lasting: true });
  };
  if (registration.waiting) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed') offer(worker);
    });
  });
}

function takeOver(worker: ServiceWorker): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  worker.postMessage('take over');
}
