import { useLive } from '../live/live-context.tsx';
import { readerZone, zoneName } from '../locales/reader-zone.ts';
import { t } from '../locales/t.ts';

/** Which clock the page goes by, once the server has said it; both where the reader is elsewhere. */
export function ZoneNote() {
  const zone = useLive().model.session?.timeZone;
  if (!zone) return null;
  const [name, own] = [zoneName(zone), zoneName(readerZone())];
  return <p>{name === own ? t('app.timeZone', { zone: name }) : t('app.timeZones', { zone: name, own })}</p>;
}
