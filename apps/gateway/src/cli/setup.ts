import { type Config, ConfigError, loadConfig, type SettingKey } from '../config/config.ts';
import { loadCatalogue, type SensorCatalogue } from '../sensor/catalogue.ts';
import { HostClock } from '../time/host-clock.ts';
import type { CliIo } from './io.ts';
import { workingFolder } from './paths.ts';

/** The configuration that a verb sees. */
export function configOf(flags: Partial<Record<SettingKey, string | undefined>>, io: CliIo): Config {
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  const config = loadConfig({
    flags: given,
    env: io.env,
    platform: process.platform,
    folder: workingFolder(io.env),
  });
  checkApi(config.api);
  return config;
}

/** What REST and ingest are reached by; both take each of them. */
const SCHEMES = ['http:', 'https:', 'ws:', 'wss:'];

function checkApi({ value, from }: Config['api']): void {
  if (SCHEMES.includes(new URL(value).protocol)) return;
  const remedy = 'give an address that begins with http://, https://, ws:// or wss://';
  throw new ConfigError(`${from}: api = "${value}" cannot be reached: ${remedy}.`);
}

/** Every sensor that the configuration knows. */
export function catalogueOf(config: Config, io: CliIo): SensorCatalogue {
  return loadCatalogue(config, workingFolder(io.env));
}

export function hostClock(config: Config): HostClock {
  const source = { monotonicNs: () => process.hrtime.bigint(), wallMs: () => Date.now() };
  return new HostClock(source, config.playback.value);
}
