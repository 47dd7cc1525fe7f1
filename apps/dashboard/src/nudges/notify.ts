/** Notifications with the same tag replace each other, also those of other windows. */
const TAG = 'plumbline-break';
const ICON = '/icon-192.png';

/** On the desktop, where that was allowed; nothing otherwise. The service worker's outlive the window they came from. */
export async function notify(title: string, body: string): Promise<void> {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted') return;
  const options = { body, tag: TAG, icon: ICON };
  const registration = await navigator.serviceWorker?.getRegistration();
  if (registration?.active) return registration.showNotification(title, options);
  const shown = new Notification(title, options);
  shown.onclick = () => {
    window.focus();
    shown.close();
  };
}
