import type { NearbySensor } from '@plumbline/contract';
import { PLUMBLINE } from '../../components/plumbline-command.ts';
import { formats, t } from '../../locales/t.ts';
import { signalText } from '../live/sensor-facts.ts';

const FULL_PERCENT = 100;
/** From these on there is one bar more, dBm. */
const BARS_DBM = [-95, -80, -70, -60] as const;
const TIERS = ['validated', 'supported', 'experimental'] as const;

/** 0 to 4 */
export function barsOf(rssiDbm: number | null): number {
  return rssiDbm === null ? 0 : BARS_DBM.filter((dbm) => rssiDbm >= dbm).length;
}

/** What is known of it before it is worn. */
export function nearFacts({ rssiDbm, batteryPercent, driver, tier }: NearbySensor): string[] {
  const proved = TIERS.find((known) => known === tier);
  return [
    rssiDbm === null ? t('onboarding.near.noSignal') : signalText(rssiDbm),
    batteryPercent === null
      ? null
      : t('connection.battery', { percent: formats.percent(batteryPercent / FULL_PERCENT) }),
    driver,
    proved ? t(`onboarding.near.tier.${proved}`) : null,
  ].filter((fact) => fact !== null);
}

/** Choosing is done where the radio is, on the gateway's machine. */
export function pairCommand({ sensorId }: NearbySensor): string {
  return `${PLUMBLINE} pair --yes ${sensorId}`;
}
