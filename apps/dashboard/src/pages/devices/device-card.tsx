import type { Device } from '@plumbline/contract';
import { useState } from 'react';
import { Link } from 'wouter';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { tell } from '../../components/toasts.ts';
import { t } from '../../locales/t.ts';
import { failureWords } from '../../rest/failure-words.ts';
import { useForgetDevice } from '../../rest/use-devices.ts';
import { DeviceHistoryPart } from './device-history.tsx';
import { factsOf, kindWords, seenWords } from './device-view.ts';
import { RenameDevice } from './rename-device.tsx';

export function DeviceCard({ device }: { readonly device: Device }) {
  return (
    <Card title={device.name} testId="device" actions={<DeviceActions device={device} />}>
      <p>
        <strong>{seenWords(device, Date.now() * 1000)}</strong>{' '}
        <span className="legend-value">{kindWords(device)}</span>
      </p>
      <dl className="figures">
        {factsOf(device).map(({ id, value, note }) => (
          <div key={id}>
            <dt>{t(`devices.facts.${id}`)}</dt>
            <dd className="figure-value device-value">{value}</dd>
            {note && <dd className="caption">{note}</dd>}
          </div>
        ))}
      </dl>
      <DeviceHistoryPart device={device} />
    </Card>
  );
}

function DeviceActions({ device }: { readonly device: Device }) {
  const [renaming, setRenaming] = useState(false);
  const forget = useForgetDevice();
  const { id, name } = device;
  const run = () =>
    forget.mutate(id, {
      onSuccess: () => tell({ text: t('devices.forgotten', { name }) }),
      onError: (error) => tell({ text: t('devices.failed', { reason: failureWords(error).what }) }),
    });
  return (
    <>
      <Link href="/setup" className="link-button">
        {t('devices.calibrate')}
      </Link>
      <Button look="quiet" onPress={() => setRenaming(true)}>
        {t('devices.rename')}
      </Button>
      <Button look="quiet" aria-label={t('devices.forgetWhich', { name })} onPress={run}>
        {t('devices.forget')}
      </Button>
      <RenameDevice device={device} open={renaming} onOpenChange={setRenaming} />
    </>
  );
}
