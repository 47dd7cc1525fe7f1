import { todaySchema } from '@plumbline/contract';
import { useEffect } from 'react';
import { dateAfter } from '../locales/dates.ts';
import { apiGet, withParams } from '../rest/api.ts';

const DAYS = 7;
/** After everything that is looked at now. */
const LATER_MS = 8_000;

/** Addresses, as the pages ask for them, of what tells of the last seven days up to a local date. */
export function weekAddresses(date: string): readonly string[] {
  const dates = Array.from({ length: DAYS }, (_, back) => dateAfter(date, -back));
  return [
    ...dates.map((day) => `/v1/days/${day}`),
    `/v1/weeks/${date}`,
    `/v1/weeks/${dateAfter(date, -DAYS)}`,
    withParams('/v1/trends', { weeks: 4 }),
  ];
}

/** Has the service worker keep the last seven days, also those that were not looked at. */
export function useKeepWeek(wearer: string | null): void {
  useEffect(() => {
    if (wearer === null) return;
    const timer = setTimeout(() => void keep().catch(() => undefined), LATER_MS);
    return () => clearTimeout(timer);
  }, [wearer]);
}

async function keep(): Promise<void> {
  if (!navigator.serviceWorker?.controller) return;
  // By the wearer's calendar, as the pages ask, wherever this browser is.
  const { date } = await apiGet('/v1/today', todaySchema);
  // One after the other: nobody waits for them.
  for (const address of weekAddresses(date)) {
    await fetch(address, { headers: { accept: 'application/json' } });
  }
}
