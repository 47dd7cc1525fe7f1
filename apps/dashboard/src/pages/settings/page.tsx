import { useWho } from '../../app/me-context.ts';
import { t } from '../../locales/t.ts';
import { AboutCard } from './about-card.tsx';
import { AppearanceCard } from './appearance-card.tsx';
import { DeviceCard } from './device-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { UnitsCard } from './units-card.tsx';
import './settings.css';

export function Page() {
  const { via, wearer } = useWho();
  return (
    <div className="page settings">
      <h1>{t('settings.title')}</h1>
      <AppearanceCard />
      <UnitsCard ofWearer={wearer !== null} />
      <DeviceCard />
      {via === 'session' && <PasswordCard />}
      <AboutCard />
    </div>
  );
}
