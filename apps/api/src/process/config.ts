import { ApiFailure } from './failure.ts';

/** From chatty to silent; each tells of itself and what follows. */
export const LOG_LEVELS = ['log', 'warn', 'error', 'fatal'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Injection token. */
export const API_CONFIG = Symbol('ApiConfig');

export interface ApiConfig {
  /** Of the database's owner: migrations run with it, and everything else under a lesser role. */
  readonly databaseUrl: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Built dashboard to serve, or null. */
  readonly dashboardDir: string | null;
  /** Where the wearer's days begin and end. */
  readonly timeZone: string;
  readonly logLevel: LogLevel;
}

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = 4600;
const MAX_PORT = 65_535;
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

export function readConfig(env: Readonly<Record<string, string | undefined>>): ApiConfig {
  return {
    databaseUrl: databaseUrl(env.DATABASE_URL),
    host: host(env.HOST || DEFAULT_HOST),
    port: port(env.PORT),
    dashboardDir: env.PLUMBLINE_DASHBOARD_DIR || null,
    timeZone: timeZone(env.PLUMBLINE_TIME_ZONE),
    logLevel: logLevel(env.PLUMBLINE_LOG_LEVEL || 'log'),
  };
}

function databaseUrl(given: string | undefined): string {
  if (given) return given;
  throw new ApiFailure(
    'DATABASE_URL is not set.',
    'Set it to the database to use: postgres://user:password@host:5432/database',
  );
}

/** There are no accounts yet, so whoever reaches the port reads everything. */
function host(given: string): string {
  if (LOOPBACK.includes(given)) return given;
  throw new ApiFailure(
    `HOST=${given} would let other machines in, and there are no accounts and no TLS yet.`,
    `Leave HOST unset to listen on ${DEFAULT_HOST} alone.`,
  );
}

function port(given: string | undefined): number {
  if (!given) return DEFAULT_PORT;
  const value = Number(given);
  if (Number.isInteger(value) && value >= 0 && value <= MAX_PORT) return value;
  throw new ApiFailure(`PORT=${given} is not a port.`, `Give a number from 0 (any free one) to ${MAX_PORT}.`);
}

function timeZone(given: string | undefined): string {
  const zone = given || Intl.DateTimeFormat().resolvedOptions().timeZone;
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new ApiFailure(
      `PLUMBLINE_TIME_ZONE=${zone} is not a time zone.`,
      'Give an IANA name such as Europe/Berlin.',
    );
  }
}

function logLevel(given: string): LogLevel {
  const level = LOG_LEVELS.find((known) => known === given);
  if (level !== undefined) return level;
  throw new ApiFailure(
    `PLUMBLINE_LOG_LEVEL=${given} is not a level.`,
    `Give one of ${LOG_LEVELS.join(', ')}.`,
  );
}
