import { Card } from '../../components/card.tsx';
import { useLive } from '../../live/live-context.tsx';
import { zoneName } from '../../locales/reader-zone.ts';
import { t } from '../../locales/t.ts';

/** Only a wearer has a live link, and with it a zone of their own. */
export function UnitsCard({ ofWearer }: { readonly ofWearer: boolean }) {
  return (
    <Card title={t('settings.units.heading')} testId="settings-units">
      {ofWearer ? <OwnZone /> : <p>{t('settings.units.zoneUnknown')}</p>}
      <p>{t('settings.units.angles')}</p>
    </Card>
  );
}

function OwnZone() {
  const zone = useLive().model.session?.timeZone;
  if (!zone) return <p>{t('settings.units.zoneUnknown')}</p>;
  return <p>{t('settings.units.zone', { zone: zoneName(zone) })}</p>;
}
