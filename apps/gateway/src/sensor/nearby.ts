import { type HeardSensor, MAX_HEARD } from '@plumbline/contract';
import type { Driver } from '@plumbline/sensor-protocol';
import type { Sighting } from '../ble/transport.ts';
import type { SensorCatalogue } from './catalogue.ts';

/** What was not heard for so long is not in reach any more. */
const REACH_MS = 60_000;

interface Heard {
  readonly sighting: Sighting;
  readonly driver: Driver;
  readonly atMs: number;
}

/** Sensors in reach that a driver knows, to be chosen from. */
export class Nearby {
  readonly #catalogue: SensorCatalogue;
  readonly #heard = new Map<string, Heard>();

  constructor(catalogue: SensorCatalogue) {
    this.#catalogue = catalogue;
  }

  note(sighting: Sighting, atMs: number): void {
    const driver = this.#catalogue.match(sighting.advertisement);
    if (driver !== null) this.#heard.set(sighting.id, { sighting, driver, atMs });
  }

  /** The strongest first. */
  list(nowMs: number): HeardSensor[] {
    for (const [id, { atMs }] of this.#heard) if (nowMs - atMs > REACH_MS) this.#heard.delete(id);
    return [...this.#heard.values()]
      .sort((a, b) => strength(b) - strength(a))
      .slice(0, MAX_HEARD)
      .map(({ sighting, driver }) => ({
        ...{ sensorId: sighting.id, name: sighting.name, driver: driver.id, tier: driver.tier },
        ...{ rssiDbm: sighting.rssiDbm, batteryPercent: sighting.batteryPercent ?? null },
      }));
  }
}

const strength = ({ sighting }: Heard): number => sighting.rssiDbm ?? Number.NEGATIVE_INFINITY;
