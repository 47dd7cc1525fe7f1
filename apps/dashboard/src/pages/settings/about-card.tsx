import { Card } from '../../components/card.tsx';
import { t } from '../../locales/t.ts';
import { useVersion } from '../../rest/use-version.ts';

export function AboutCard() {
  const { data } = useVersion();
  return (
    <Card title={t('settings.about.heading')} testId="settings-about">
      <p>{t('settings.about.medical')}</p>
      <p>{t('settings.about.where')}</p>
      <p className="caption">
        {data && t('settings.about.version', { version: data.version })} · {t('settings.about.licence')}
      </p>
    </Card>
  );
}
