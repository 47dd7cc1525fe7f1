import { useWho } from '../../app/me-context.ts';
import { readerZone } from '../../locales/reader-zone.ts';
import { t } from '../../locales/t.ts';
import { useDemo } from '../../rest/use-demo.ts';
import { TokensCard } from '../tokens-card.tsx';
import { AboutCard } from './about-card.tsx';
import { AppearanceCard } from './appearance-card.tsx';
import { DeviceCard } from './device-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { UnitsCard } from './units-card.tsx';
import './settings.css';

export function Page() {
  const { via, wearer } = useWho();
  const demo = useDemo();
  return (
    <div className="page settings">
      <h1>{t('settings.title')}</h1>
      <AppearanceCard />
      <UnitsCard ofWearer={wearer !== null} />
      <DeviceCard />
      {via === 'session' && demo.data?.on === false && <PasswordCard />}
      {wearer === null && <TokensCard timeZone={readerZone()} kinds={['personal']} />}
      <AboutCard />
    </div>
  );
}
