import type { Device } from '@plumbline/contract';
import { Link } from 'wouter';
import { QueryView } from '../../components/query-view.tsx';
import { WithWearerDay } from '../../components/wearer-day.tsx';
import { t } from '../../locales/t.ts';
import { useDevices } from '../../rest/use-devices.ts';
import { DeviceCard } from './device-card.tsx';
import { ownOf, titlesOf } from './device-view.ts';
import '../wearer.css';
import './devices.css';

const HEIGHT_REM = 24;

/** The wearer's sensors and how well they get through. */
export function Page() {
  const query = useDevices();
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('devices.heading')}</h1>
        <Link href="/setup" className="button">
          {t('devices.setUp')}
        </Link>
      </div>
      <QueryView query={query} height={HEIGHT_REM}>
        {(devices) => (
          <WithWearerDay height={HEIGHT_REM}>
            <Devices devices={ownOf(devices)} />
          </WithWearerDay>
        )}
      </QueryView>
    </div>
  );
}

function Devices({ devices }: { readonly devices: readonly Device[] }) {
  if (devices.length === 0) return <p className="reason">{t('devices.none')}</p>;
  const titles = titlesOf(devices);
  return devices.map((device, i) => <DeviceCard key={device.id} device={device} title={titles[i]!} />);
}
