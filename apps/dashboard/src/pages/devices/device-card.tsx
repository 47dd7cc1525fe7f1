import type { Device } from '@plumbline/contract';
import { useState } from 'react';
import { Link } from 'wouter';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { tell } from '../../components/toasts.ts';
import { useWearerDay } from '../../components/wearer-day.tsx';
import { t } from '../../locales/t.ts';
import { failureWords } from '../../rest/failure-words.ts';
import { useForgetDevice, useRestoreDevice } from '../../rest/use-devices.ts';
import { DeviceHistoryPart } from './device-history.tsx';
import { factsOf, kindWords, seenWords } from './device-view.ts';
import { RenameDevice } from './rename-device.tsx';

interface DeviceCardProps {
  readonly device: Device;
  /** Tells it from every other one of the page. */
  readonly title: string;
}

export function DeviceCard({ device, title }: DeviceCardProps) {
  const { timeZone } = useWearerDay();
  return (
    <Card title={title} testId="device" actions={<DeviceActions device={device} title={title} />}>
      <p>
        <strong>{seenWords(device, Date.now() * 1000, timeZone)}</strong>{' '}
        <span className="legend-value">{kindWords(device)}</span>
      </p>
      <dl className="figures">
        {factsOf(device, timeZone).map(({ id, value, note }) => (
          <div key={id}>
            <dt>{t(`devices.facts.${id}`)}</dt>
            <dd className="figure-value device-value">{value}</dd>
            {note && <dd className="caption">{note}</dd>}
          </div>
        ))}
      </dl>
      <DeviceHistoryPart device={device} name={title} />
    </Card>
  );
}

function DeviceActions({ device, title }: DeviceCardProps) {
  const [renaming, setRenaming] = useState(false);
  const forget = useForgetDevice();
  const restore = useRestoreDevice();
  const run = () =>
    forget.mutate(device.id, {
      onSuccess: () =>
        tell({
          text: t('devices.forgotten', { name: title }),
          undo: () => restore.mutate(device.id, { onError: sayWhy }),
        }),
      onError: sayWhy,
    });
  return (
    <>
      <Link href="/setup" className="link-button">
        {t('devices.calibrate')}
      </Link>
      <Button look="quiet" onPress={() => setRenaming(true)}>
        {t('devices.rename')}
      </Button>
      <Button look="quiet" aria-label={t('devices.forgetWhich', { name: title })} onPress={run}>
        {t('devices.forget')}
      </Button>
      <RenameDevice device={device} open={renaming} onOpenChange={setRenaming} />
    </>
  );
}

function sayWhy(error: unknown): void {
  tell({ text: t('devices.failed', { reason: failureWords(error).what }) });
}
