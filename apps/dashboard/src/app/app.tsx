import { LogoIcon } from '../components/icons.tsx';
import { LiveProvider } from '../live/live-context.tsx';
import { t } from '../locales/t.ts';
import { LivePage } from '../pages/live/live-page.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

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
      <footer className="colophon">
        <p>{t('app.notMedical')}</p>
      </footer>
    </LiveProvider>
  );
}
