import { LogoIcon } from '../components/icons.tsx';
import { LiveProvider, useLive } from '../live/live-context.tsx';
import { t } from '../locales/t.ts';
import { LivePage } from '../pages/live/live-page.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

function Colophon() {
  const zone = useLive().model.session?.timeZone;
  return (
    <footer className="colophon">
      <p>
        {t('app.notMedical')} {zone && t('app.timeZone', { zone: zone.replaceAll('_', ' ') })}
      </p>
    </footer>
  );
}

export function App() {
  return (
    <LiveProvider>
      <a className="skip" href="#main">
        {t('app.skip')}
      </a>
      <header className="masthead">
        <div className="masthead-inner">
          <p className="brand">
            <LogoIcon />
            <span>{t('app.name')}</span>
          </p>
          <ThemeSwitch />
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <LivePage />
      </main>
      <Colophon />
    </LiveProvider>
  );
}
