import type { System } from '@plumbline/contract';
import { Card } from '../../components/card.tsx';
import { formats, t } from '../../locales/t.ts';
import { FactList } from '../person/fact-list.tsx';
import { gatewaySaid } from './gateway-said.ts';
import { momentWords } from './system-words.ts';
import { isOver } from './worth-a-look.ts';

interface GatewaysCardProps {
  readonly gateways: System['gateways'];
  readonly silent: System['silentGateways'];
}

type Gateway = System['gateways'][number];

/** Each gateway with how far behind it is, what it holds back, and its sensors. */
export function GatewaysCard({ gateways, silent }: GatewaysCardProps) {
  return (
    <Card title={t('system.gateways')} testId="gateways">
      {gateways.length === 0 && <p className="reason">{t('system.gatewaysNone')}</p>}
      <ul className="gateways">
        {gateways.map((gateway) => (
          <li key={gateway.id}>
            <h3>{gateway.name}</h3>
            <p className="caption">{t('system.gatewayMeta', { version: gateway.version })}</p>
            <FactList facts={gatewayFacts(gateway)} />
            <Sensors gateway={gateway} />
          </li>
        ))}
        {silent.map(({ id, name, lastSampleUs }) => (
          <li key={id}>
            <h3>{name ?? t('system.gatewayUnnamed')}</h3>
            <p>
              {lastSampleUs === null
                ? t('system.silentNever')
                : t('system.silentSince', { date: momentWords(lastSampleUs) })}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function gatewayFacts({ lagS, status }: Gateway) {
  const records = status?.outboxRecords ?? 0;
  const outbox = { count: records, size: formats.bytes(status?.outboxBytes ?? 0) };
  const facts = [
    {
      id: 'lag',
      name: t('system.lag'),
      value: lagS === null ? t('system.none') : t('system.seconds', { count: formats.number(lagS) }),
      notes: [lagS === null ? t('system.lagNone') : null],
    },
    {
      id: 'outbox',
      name: t('system.outbox'),
      value: records === 0 ? t('system.outboxEmpty') : t('system.outboxValue', outbox),
      notes: [],
    },
  ];
  const error = status?.lastError;
  if (!error) return facts;
  const said = {
    id: 'error',
    name: t('system.error'),
    value: momentWords(error.atUs),
    notes: [gatewaySaid(error.text), isOver(status, lagS) ? t('system.errorOver') : null],
  };
  return [...facts, said];
}

function Sensors({ gateway: { status } }: { readonly gateway: Gateway }) {
  const sensors = (status?.sensors ?? []).filter(({ sensorId }) => sensorId !== '');
  return (
    <p className="caption">
      {t('system.sensors')}:{' '}
      {sensors.length === 0
        ? t('system.sensorsNone')
        : formats.list(sensors.map(({ name, state }) => `${name} ${t(`system.sensorState.${state}`)}`))}
    </p>
  );
}
