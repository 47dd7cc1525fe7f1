import { createContext, type ReactNode, useContext } from 'react';
import { dateIn } from '../locales/dates.ts';
import { readerZone } from '../locales/reader-zone.ts';
import { useDayOfWearer, type WearerDay } from '../rest/use-today.ts';
import { Loading } from './skeleton.tsx';

const US_PER_MS = 1000;

const WearerDayContext = createContext<WearerDay | null>(null);

interface WithWearerDayProps {
  /** Of the content, in rem. */
  readonly height: number;
  readonly children: ReactNode;
}

/**
 * Everything below goes by the wearer's own calendar, wherever it is read. When the server cannot say it, by the
 * reader's: a page about one's data must not depend on a summary.
 */
export function WithWearerDay({ height, children }: WithWearerDayProps) {
  const { data, isError } = useDayOfWearer();
  const day = data ?? (isError ? readersDay() : null);
  if (day === null) return <Loading height={height} />;
  return <WearerDayContext value={day}>{children}</WearerDayContext>;
}

/** Today's date and the zone of the wearer. */
export function useWearerDay(): WearerDay {
  const day = useContext(WearerDayContext);
  if (!day) throw new Error('useWearerDay needs a WithWearerDay above it');
  return day;
}

function readersDay(): WearerDay {
  const timeZone = readerZone();
  return { timeZone, date: dateIn(timeZone, Date.now() * US_PER_MS) };
}
