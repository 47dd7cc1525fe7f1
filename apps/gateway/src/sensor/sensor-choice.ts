import type { RadioChoice } from '../ble/radio-choice.ts';
import type { Sighting } from '../ble/transport.ts';
import type { PairedSensor } from '../store/gateway-state.ts';
import type { SensorCatalogue } from './catalogue.ts';

export interface SensorChoice {
  /** `held`: how many sensors are held or may still be. */
  readonly wants: (sighting: Sighting, held: number) => boolean;
  readonly wantsMore: (held: readonly string[]) => boolean;
  readonly restMs: number;
}

/** Pause between scans for a missing sensor while others stream, on an antenna that both share. */
const REST_MS = 20_000;

/**
 * Paired sensors and no others. Before any is paired: the first one that a driver knows, since a neighbour's
 * sensor must not join by itself; on a virtual radio, where there are no neighbours, all of them.
 */
export function choosesSensors(
  paired: readonly PairedSensor[],
  radio: RadioChoice,
  catalogue: SensorCatalogue,
): SensorChoice {
  const known = (sighting: Sighting): boolean => catalogue.match(sighting.advertisement) !== null;
  if (paired.length > 0) {
    const ids = paired.map(({ id }) => id);
    return {
      wants: (sighting) => ids.includes(sighting.id) && known(sighting),
      wantsMore: (held) => ids.some((id) => !held.includes(id)),
      restMs: radio.kind === 'net' ? 0 : REST_MS,
    };
  }
  if (radio.kind === 'net') return { wants: known, wantsMore: () => true, restMs: 0 };
  return {
    wants: (sighting, held) => held === 0 && known(sighting),
    wantsMore: (held) => held.length === 0,
    restMs: 0,
  };
}
