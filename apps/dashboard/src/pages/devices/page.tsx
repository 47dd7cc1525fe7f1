import type { Device } from '@plumbline/contract';
import { Link } from 'wouter';
import { QueryView } from '../../components/query-view.tsx';
import { t } from '../../locales/t.ts';
import { useDevices } from '../../rest/use-devices.ts';
import { DeviceCard } from './device-card.tsx';
import '../wearer.css';
import './devices.css';

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
      <QueryView query={query} height={24}>
        {(devices) => <Devices devices={devices} />}
      </QueryView>
    </div>
  );
}

function Devices({ devices }: { readonly devices: readonly Device[] }) {
  if (devices.length === 0) return <p className="reason">{t('devices.none')}</p>;
  return devices.map((device) => <DeviceCard key={device.id} device={device} />);
}
