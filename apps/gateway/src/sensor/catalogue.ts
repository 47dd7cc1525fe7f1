import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  type Advertisement,
  createGenericDriver,
  type Driver,
  type DriverOptions,
  drivers,
  findDriver,
  matchDriver,
  parseProfile,
} from '@plumbline/sensor-protocol';
import { type Config, ConfigError } from '../config/config.ts';

/** Every sensor this gateway knows: the built-in families and the profiles of home-built ones. */
export class SensorCatalogue {
  readonly #own: readonly Driver[];
  readonly #options: Readonly<Record<string, string>>;

  constructor(own: readonly Driver[], options: Readonly<Record<string, string>>) {
    this.#own = own;
    this.#options = options;
  }

  get drivers(): readonly Driver[] {
    return [...this.#own, ...drivers];
  }

  /** Profiles first: they are the more particular ones. */
  match(advertisement: Advertisement): Driver | null {
    return this.#own.find((driver) => driver.match(advertisement)) ?? matchDriver(advertisement);
  }

  /** Throws an error that lists the known ids. */
  find(id: string): Driver {
    return this.#own.find((driver) => driver.id === id) ?? findDriver(id);
  }

  /**
   * The wanted rate where the sensor has it, else the nearest it has; its default without a wish. Options
   * that the driver does not know are meant for another one.
   */
  settings(driver: Driver, wantedHz: number | null): DriverOptions {
    const { ratesHz, defaultRateHz } = driver.capabilities;
    const wanted = wantedHz ?? defaultRateHz;
    const nearer = (a: number, b: number): number => (Math.abs(b - wanted) < Math.abs(a - wanted) ? b : a);
    const known = driver.options.map(({ key }) => key);
    const extra = Object.fromEntries(Object.entries(this.#options).filter(([key]) => known.includes(key)));
    return { rateHz: ratesHz.reduce(nearer, defaultRateHz), extra };
  }
}

/** Throws {@link ConfigError} naming the file and what is wrong in it. */
export function loadCatalogue(config: Config, folder: string): SensorCatalogue {
  const paths = (config.profiles.value ?? '').split(',').filter(Boolean);
  const own = paths.map((path) => readProfile(resolve(folder, path.trim())));
  return new SensorCatalogue(own, parseOptions(config.sensorOptions.value ?? ''));
}

function readProfile(path: string): Driver {
  try {
    return createGenericDriver(parseProfile(JSON.parse(readFileSync(path, 'utf8'))));
  } catch (error) {
    throw new ConfigError(`the sensor profile ${path} cannot be used: ${(error as Error).message}`);
  }
}

function parseOptions(text: string): Record<string, string> {
  const pairs = text.split(',').filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key, ...value] = pair.split('=');
      if (!key || value.length === 0) {
        throw new ConfigError(
          `sensor option "${pair}": write key=value, several with commas, such as mode=2`,
        );
      }
      return [key.trim(), value.join('=').trim()];
    }),
  );
}
