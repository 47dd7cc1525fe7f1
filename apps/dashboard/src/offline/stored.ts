import { DATA_CACHE } from './kept.ts';

/** Forgets every answer that was kept on this device: at the end of a session and when data are deleted. */
export async function forgetStored(): Promise<void> {
  // Without a secure context there is no such storage, and nothing in it.
  if ('caches' in globalThis) await caches.delete(DATA_CACHE);
}
