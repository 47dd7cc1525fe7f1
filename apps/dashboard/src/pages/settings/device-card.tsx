import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { t } from '../../locales/t.ts';
import { isInstalled, useInstallOffer } from '../../offline/install.ts';

export function DeviceCard() {
  const install = useInstallOffer();
  return (
    <Card title={t('settings.install.heading')} testId="settings-device">
      <p>{t('settings.install.text')}</p>
      {install ? (
        <div>
          <Button onPress={install}>{t('settings.install.button')}</Button>
        </div>
      ) : (
        <p className="reason">
          {t(isInstalled() ? 'settings.install.installed' : 'settings.install.unavailable')}
        </p>
      )}
    </Card>
  );
}
