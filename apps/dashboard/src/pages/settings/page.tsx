import { useWho } from '../../app/me-context.ts';
import { readerZone } from '../../locales/reader-zone.ts';
import { t } from '../../locales/t.ts';
import { useDemo } from '../../rest/use-demo.ts';
import { TokensCard } from '../tokens-card.tsx';
import { AboutCard } from './about-card.tsx';
import { AppearanceCard } from './appearance-card.tsx';
import { DeviceCard } from './device-card.tsx';
import { LeaveCard } from './leave-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { UnitsCard } from './units-card.tsx';
import './settings.css';

export function Page() {
  const { via, wearer } = useWho();
  const demo = useDemo();
  const hasAccount = via === 'session' && demo.data?.on === false;
  return (
    <div className="page settings">
      <h1>{t('settings.title')}</h1>
      <AppearanceCard />
      <UnitsCard ofWearer={wearer !== null} />
      <DeviceCard />
      {hasAccount && <PasswordCard />}
      {wearer === null && <TokensCard timeZone={readerZone()} kinds={['personal']} />}
      {hasAccount && wearer === null && <LeaveCard />}
      <AboutCard />
    </div>
  );
}
