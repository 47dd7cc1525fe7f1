import { LanguageSwitch } from '../../app/language-switch.tsx';
import { ThemeSwitch } from '../../app/theme-switch.tsx';
import { Card } from '../../components/card.tsx';
import { RadioGroup } from '../../components/radio-group.tsx';
import { readerZone } from '../../locales/reader-zone.ts';
import { CLOCKS, clock, formats, setClock, t } from '../../locales/t.ts';

const US_PER_MS = 1000;

export function AppearanceCard() {
  const nowUs = Date.now() * US_PER_MS;
  const zone = readerZone();
  return (
    <Card title={t('settings.appearance')} testId="settings-appearance">
      <div className="setting">
        <p className="field-label">{t('theme.legend')}</p>
        <ThemeSwitch />
      </div>
      <div className="setting">
        <p className="field-label">{t('language.label')}</p>
        <LanguageSwitch />
      </div>
      <RadioGroup
        label={t('settings.clock.label')}
        options={CLOCKS.map((value) => ({ value, label: t(`settings.clock.${value}`) }))}
        value={clock}
        onChange={setClock}
      />
      <p className="caption">
        {t('settings.example', { time: formats.clock(nowUs, zone), day: formats.day(nowUs, zone) })}{' '}
        {t('settings.device')}
      </p>
    </Card>
  );
}
