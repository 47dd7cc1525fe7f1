import type { NearbySensor } from '@plumbline/contract';
import { Card } from '../../components/card.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { t } from '../../locales/t.ts';
import { useNearby } from '../../rest/use-nearby.ts';
import { barsOf, nearFacts, pairCommand } from './near-words.ts';

const HEIGHT_REM = 6;

/** Sensors in reach, the strongest first: what is connected, and how to take another one. */
export function NearCard() {
  const query = useNearby();
  return (
    <Card title={t('onboarding.near.heading')} testId="near">
      <QueryView query={query} height={HEIGHT_REM}>
        {(sensors) => <Sensors sensors={sensors} />}
      </QueryView>
    </Card>
  );
}

function Sensors({ sensors }: { readonly sensors: readonly NearbySensor[] }) {
  if (sensors.length === 0) return <p className="reason">{t('onboarding.near.none')}</p>;
  const others = sensors.some(({ state }) => state === 'unused');
  return (
    <>
      <ul className="near-list">
        {sensors.map((sensor) => (
          <Sensor key={`${sensor.gateway}/${sensor.sensorId}`} sensor={sensor} />
        ))}
      </ul>
      <p className="caption">{t(others ? 'onboarding.near.others' : 'onboarding.near.about')}</p>
    </>
  );
}

function Sensor({ sensor }: { readonly sensor: NearbySensor }) {
  const command = pairCommand(sensor);
  return (
    <li data-state={sensor.state}>
      <Bars bars={barsOf(sensor.rssiDbm)} />
      <div className="near-text">
        <p className="near-name">
          <strong>{sensor.name}</strong>{' '}
          <span className="near-state">{t(`onboarding.near.state.${sensor.state}`)}</span>
        </p>
        <p className="caption">{nearFacts(sensor).join(' · ')}</p>
        {sensor.state === 'unused' && (
          <p className="near-command">
            <code>{command}</code> <CopyButton text={command} label={t('onboarding.near.copy')} />
          </p>
        )}
      </div>
    </li>
  );
}

const HEIGHTS = [5, 9, 13, 17];

/** As on a telephone; the words beside it say the same. */
function Bars({ bars }: { readonly bars: number }) {
  return (
    <svg className="near-bars" viewBox="0 0 22 18" width="22" height="18" aria-hidden="true">
      {HEIGHTS.map((height, i) => (
        <rect key={height} data-on={i < bars} x={i * 6} y={18 - height} width={4} height={height} rx={1} />
      ))}
    </svg>
  );
}
