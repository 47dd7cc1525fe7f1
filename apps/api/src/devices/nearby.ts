import type { GatewayStatus, NearbySensor } from '@plumbline/contract';

interface Gateway {
  readonly name: string;
  readonly status: GatewayStatus | null;
}

/** The strongest first; a sensor that two gateways hear stands there twice, since either may take it. */
export function nearbyOf(gateways: readonly Gateway[]): NearbySensor[] {
  return gateways
    .flatMap(({ name, status }) => (status === null ? [] : nearbyOfOne(name, status)))
    .sort((a, b) => strength(b) - strength(a));
}

/** What is connected does not advertise, so that it may be known from its connection alone. */
function nearbyOfOne(gateway: string, { sensors, heard = [] }: GatewayStatus): NearbySensor[] {
  const used = sensors
    .filter(({ sensorId }) => sensorId !== '')
    .map(({ sensorId, name, driver, state, rssiDbm, batteryPercent }): NearbySensor => {
      const advert = heard.find((other) => other.sensorId === sensorId);
      return {
        ...{ sensorId, name, driver, state, gateway, tier: advert?.tier ?? null },
        rssiDbm: rssiDbm ?? advert?.rssiDbm ?? null,
        batteryPercent: batteryPercent ?? advert?.batteryPercent ?? null,
      };
    });
  const known = new Set(used.map(({ sensorId }) => sensorId));
  const unused = heard.filter(({ sensorId }) => !known.has(sensorId));
  return [...used, ...unused.map((sensor) => ({ ...sensor, state: 'unused' as const, gateway }))];
}

const strength = ({ rssiDbm }: NearbySensor): number => rssiDbm ?? Number.NEGATIVE_INFINITY;
