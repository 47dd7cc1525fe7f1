import { useLive } from '../live/live-context.tsx';
import { zoneName } from '../locales/reader-zone.ts';
import { t } from '../locales/t.ts';

/** Which clock the page goes by, once the server has said it. */
export function ZoneNote() {
  const zone = useLive().model.session?.timeZone;
  return zone ? <p>{t('app.timeZone', { zone: zoneName(zone) })}</p> : null;
}
