import { readerZone } from '../locales/reader-zone.ts';
import { formats, t } from '../locales/t.ts';
import { useStoredAtMs } from '../rest/offline.ts';

const US_PER_MS = 1000;

/** Says so while what is shown was kept on this device. */
export function OfflineNote() {
  const storedAtMs = useStoredAtMs();
  const zone = readerZone();
  return (
    <p className="offline-note" role="status" data-testid="offline">
      {storedAtMs !== null && t('app.offline', { time: formats.clock(storedAtMs * US_PER_MS, zone) })}
    </p>
  );
}
