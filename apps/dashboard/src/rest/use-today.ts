import { type Today, todaySchema } from '@plumbline/contract';
import { useEffect, useState } from 'react';
import { fetchJson } from './fetch-json.ts';

const TODAY_PATH = '/v1/today';
const REFRESH_MS = 30_000;
const TIMEOUT_MS = 10_000;

export interface TodayResource {
  /** The last answer, kept while a newer one cannot be had. */
  readonly today: Today | null;
  /** The last try did not work. */
  readonly failed: boolean;
}

/** Today's summary, asked for again every half minute while the page is looked at; `frozen` holds it still. */
export function useToday(frozen: boolean): TodayResource {
  const [resource, setResource] = useState<TodayResource>({ today: null, failed: false });
  useEffect(() => {
    if (frozen) return;
    const abort = new AbortController();
    const load = async () => {
      if (document.hidden) return;
      const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(TIMEOUT_MS)]);
      try {
        const today = await fetchJson(TODAY_PATH, todaySchema, signal);
        setResource({ today, failed: false });
      } catch {
        if (!abort.signal.aborted) setResource(({ today }) => ({ today, failed: true }));
      }
    };
    const start = () => void load();
    start();
    const timer = setInterval(start, REFRESH_MS);
    document.addEventListener('visibilitychange', start);
    return () => {
      abort.abort();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', start);
    };
  }, [frozen]);
  return resource;
}
