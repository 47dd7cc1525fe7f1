import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { isTimeZone, parseAxes } from '@plumbline/core';
import { zoneOfMachine } from '@plumbline/formats';
import { z } from 'zod';
import { defaultRadio } from '../ble/radio-choice.ts';

const playbackSchema = z.object({
  title: z.string(),
  speed: z.number().positive(),
  epochUs: z.number(),
  anchorUs: z.number(),
});

/**
 * Every setting: its schema, where it comes from and what it means. Flag > environment > file of the folder > file of
 * the user > default.
 */
export const SETTINGS = {
  ble: {
    env: 'PLUMBLINE_BLE',
    schema: z.string().min(1),
    meaning: 'radio: dbus, hci, uart:/dev/.., net:/path, mac, win',
  },
  api: { env: 'PLUMBLINE_API', schema: z.url(), meaning: 'where records are sent' },
  pairingCode: {
    env: 'PLUMBLINE_PAIRING_CODE',
    schema: z.string().min(1).max(80),
    meaning: 'from POST /v1/pairing-codes of an installation with accounts; worth a token once',
  },
  dataDir: {
    env: 'PLUMBLINE_DATA_DIR',
    schema: z.string().min(1),
    meaning: 'where the outbox and pairings live',
  },
  rateHz: {
    env: 'PLUMBLINE_RATE_HZ',
    schema: z.coerce.number().positive().max(2000),
    meaning: "samples a second; without it the driver's default",
  },
  axes: {
    env: 'PLUMBLINE_AXES',
    schema: z.string().superRefine(checkAxes),
    meaning: "where the sensor's x, y, z point on the body",
  },
  timeZone: {
    env: 'PLUMBLINE_TIME_ZONE',
    schema: z.string().refine(isTimeZone, 'a name such as Europe/Berlin'),
    meaning: "the wearer's time zone",
  },
  profiles: {
    env: 'PLUMBLINE_PROFILES',
    schema: z.string().min(1),
    meaning: 'JSON files of home-built sensors, with commas between (docs/devices/generic.md)',
  },
  sensorOptions: {
    env: 'PLUMBLINE_SENSOR_OPTIONS',
    schema: z.string().min(1),
    meaning: 'settings of drivers as key=value, with commas between; see: plumbline drivers --json',
  },
  name: { env: 'PLUMBLINE_NAME', schema: z.string().min(1).max(80), meaning: 'name of this gateway' },
  metricsPort: {
    env: 'PLUMBLINE_METRICS_PORT',
    schema: z.coerce.number().int().min(0).max(65_535),
    meaning: 'health and metrics on loopback',
  },
  playback: {
    env: 'PLUMBLINE_PLAYBACK',
    schema: z.string().transform((text) => playbackSchema.parse(JSON.parse(text))),
    meaning: 'set by `start` when something is played instead of measured',
  },
} as const;

export type SettingKey = keyof typeof SETTINGS;

export interface Setting<T> {
  readonly value: T;
  /** Which of flag, environment, file or default it came from. */
  readonly from: string;
}

export type Config = {
  readonly [K in SettingKey]: Setting<z.output<(typeof SETTINGS)[K]['schema']> | Default<K>>;
};
type Default<K extends SettingKey> = K extends OptionalSetting ? null : never;
type OptionalSetting =
  | 'pairingCode'
  | 'rateHz'
  | 'axes'
  | 'profiles'
  | 'sensorOptions'
  | 'playback'
  | 'metricsPort';

export interface ConfigSources {
  readonly flags: Partial<Record<SettingKey, string>>;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** Folder that relative paths mean. */
  readonly folder: string;
}

/** Names the setting, where it came from, its value and what is allowed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export const CONFIG_FILE = 'plumbline.json';
export const DEFAULT_API = 'ws://127.0.0.1:4780/v1/ingest';
const DEFAULT_DATA_DIR = '.plumbline/gateway';

function checkAxes(text: string, context: z.RefinementCtx): void {
  try {
    parseAxes(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
}

export function loadConfig(sources: ConfigSources): Config {
  const files = readFiles(sources);
  const settings = Object.keys(SETTINGS).map((key) => {
    const name = key as SettingKey;
    return [name, resolveSetting(name, sources, files)] as const;
  });
  const config = Object.fromEntries(settings) as unknown as Config;
  return { ...config, dataDir: { ...config.dataDir, value: resolve(sources.folder, config.dataDir.value) } };
}

function resolveSetting(
  key: SettingKey,
  sources: ConfigSources,
  files: readonly ConfigFile[],
): Setting<unknown> {
  const { env, schema } = SETTINGS[key];
  const given: readonly (readonly [string | undefined, string])[] = [
    [sources.flags[key], `--${kebab(key)}`],
    [sources.env[env] || undefined, env],
    ...files.map(
      ({ path, values }) => [values[key] === undefined ? undefined : String(values[key]), path] as const,
    ),
  ];
  for (const [value, from] of given) {
    if (value !== undefined) return { value: parse(key, schema, value, from), from };
  }
  return { value: defaultOf(key, sources.platform), from: 'default' };
}

function parse(key: SettingKey, schema: z.ZodType, value: string, from: string): unknown {
  try {
    return schema.parse(value);
  } catch (error) {
    const why = error instanceof z.ZodError ? error.issues[0]?.message : (error as Error).message;
    throw new ConfigError(
      `${from}: ${key} = "${value}" cannot be used (${why}). It means: ${SETTINGS[key].meaning}.`,
    );
  }
}

function defaultOf(key: SettingKey, platform: NodeJS.Platform): unknown {
  switch (key) {
    case 'ble':
      return defaultRadio(platform);
    case 'api':
      return DEFAULT_API;
    case 'dataDir':
      return DEFAULT_DATA_DIR;
    case 'timeZone':
      return zoneOfMachine();
    case 'name':
      return hostname();
    default:
      return null;
  }
}

interface ConfigFile {
  readonly path: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The folder's file, or the one that was named, before the user's own. */
function readFiles({ env, folder, platform }: ConfigSources): ConfigFile[] {
  const own = userFolder(env, platform);
  const paths = [
    resolve(folder, env.PLUMBLINE_CONFIG || CONFIG_FILE),
    ...(own === null ? [] : [join(own, 'plumbline', CONFIG_FILE)]),
  ];
  return paths.flatMap((path, i) => readFile(path, i === 0 && Boolean(env.PLUMBLINE_CONFIG)) ?? []);
}

/** Where programs keep the settings of a user. */
function userFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | null {
  if (platform === 'win32') return env.APPDATA || null;
  return env.XDG_CONFIG_HOME || (env.HOME ? join(env.HOME, '.config') : null);
}

function readFile(path: string, mustExist: boolean): ConfigFile | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (!mustExist) return null;
    throw new ConfigError(
      `PLUMBLINE_CONFIG: ${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`,
    );
  }
  return { path, values: parseFile(path, text) };
}

function parseFile(path: string, text: string): Record<string, unknown> {
  const known = Object.keys(SETTINGS).join(', ');
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch (error) {
    throw new ConfigError(`${path} is not JSON (${(error as Error).message}). It may set: ${known}.`);
  }
  if (typeof values !== 'object' || values === null)
    throw new ConfigError(`${path} must be an object of: ${known}.`);
  for (const key of Object.keys(values)) {
    if (!(key in SETTINGS)) throw new ConfigError(`${path}: "${key}" is unknown. It may set: ${known}.`);
  }
  return values as Record<string, unknown>;
}

const kebab = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
