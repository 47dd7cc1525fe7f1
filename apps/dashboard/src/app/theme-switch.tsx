import { type ReactNode, useId } from 'react';
import { MoonIcon, SunIcon, SystemIcon } from '../components/icons.tsx';
import { t } from '../locales/t.ts';
import { setTheme, THEME_CHOICES, type ThemeChoice, useThemeChoice } from '../theme/theme.ts';

const ICONS: Record<ThemeChoice, ReactNode> = {
  system: <SystemIcon />,
  light: <SunIcon />,
  dark: <MoonIcon />,
};

export function ThemeSwitch() {
  const choice = useThemeChoice();
  // It may stand on the page twice: in the side bar and among the settings.
  const name = useId();
  return (
    <fieldset className="segmented" data-testid="theme">
      <legend className="visually-hidden">{t('theme.legend')}</legend>
      {THEME_CHOICES.map((theme) => (
        <label key={theme} title={t(`theme.${theme}`)}>
          <input
            type="radio"
            name={name}
            value={theme}
            checked={choice === theme}
            onChange={() => setTheme(theme)}
          />
          <span className="visually-hidden">{t(`theme.${theme}`)}</span>
          {ICONS[theme]}
        </label>
      ))}
    </fieldset>
  );
}
