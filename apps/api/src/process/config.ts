import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isTimeZone } from '@plumbline/core';
import { zoneOfMachine } from '@plumbline/formats';
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
  /** Where exports lie until they are fetched or a week old. */
  readonly exportDir: string;
  /** Null: one person on this machine, without signing in, on loopback alone. */
  readonly accounts: AccountsConfig | null;
  /** Everybody is made up: whoever is at this machine may go on as any of them. Never with accounts. */
  readonly demo: boolean;
}

/** How people reach an installation with accounts. */
export interface AccountsConfig {
  /** As in the address bar, such as `https://plumbline.example`; null: loopback alone. */
  readonly publicUrl: string | null;
  /** Certificate and key, when no proxy does it. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Addresses whose `X-Forwarded-For` is believed. */
  readonly proxies: readonly string[];
  /** Cookies travel under TLS alone. */
  readonly secureCookies: boolean;
  /** Opens the first account; null: one is made up and told in the log. */
  readonly setupCode: string | null;
}

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = 4600;
const MAX_PORT = 65_535;
const SETUP_CODE_LENGTH = 8;
const IPV4 = 4;
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];
const LOOPBACK_ACCOUNTS = { publicUrl: null, tls: null, proxies: [], secureCookies: false };

type Env = Readonly<Record<string, string | undefined>>;

export function readConfig(env: Env): ApiConfig {
  const host = env.HOST || DEFAULT_HOST;
  return {
    databaseUrl: databaseUrl(env.DATABASE_URL),
    host,
    port: port(env.PORT),
    dashboardDir: env.PLUMBLINE_DASHBOARD_DIR || null,
    timeZone: timeZone(env.PLUMBLINE_TIME_ZONE),
    logLevel: logLevel(env.PLUMBLINE_LOG_LEVEL || 'log'),
    exportDir: env.PLUMBLINE_EXPORT_DIR || join(homedir(), '.plumbline', 'exports'),
    accounts: accounts(env, LOOPBACK.includes(host), host),
    demo: demo(env),
  };
}

function databaseUrl(given: string | undefined): string {
  if (given) return given;
  throw new ApiFailure(
    'DATABASE_URL is not set.',
    'Set it to the database to use: postgres://user:password@host:5432/database',
  );
}

/** Whoever can come from another machine signs in, over an encrypted connection. */
function accounts(env: Env, loopback: boolean, host: string): AccountsConfig | null {
  const publicUrl = env.PLUMBLINE_PUBLIC_URL || null;
  const setupCode = codeOf(env.PLUMBLINE_SETUP_CODE);
  if (publicUrl === null) {
    if (loopback) return env.PLUMBLINE_ACCOUNTS === '1' ? { ...LOOPBACK_ACCOUNTS, setupCode } : null;
    throw new ApiFailure(
      `HOST=${host} would let other machines in without saying under which address.`,
      `Set PLUMBLINE_PUBLIC_URL to the https:// address that people open, or leave HOST unset to listen on ${DEFAULT_HOST} alone.`,
    );
  }
  if (!URL.canParse(publicUrl) || new URL(publicUrl).protocol !== 'https:') {
    throw new ApiFailure(
      `PLUMBLINE_PUBLIC_URL=${publicUrl} is not an https:// address.`,
      'Give the address that people open, such as https://plumbline.example',
    );
  }
  const proxies = (env.PLUMBLINE_PROXY ?? '').split(',').flatMap((part) => addressOf(part.trim()));
  const tls = tlsFiles(env);
  if (tls !== null || proxies.length > 0) return { publicUrl, tls, proxies, secureCookies: true, setupCode };
  throw new ApiFailure(
    'PLUMBLINE_PUBLIC_URL is set, and nothing encrypts the connection.',
    'Set PLUMBLINE_TLS_CERT and PLUMBLINE_TLS_KEY, or PLUMBLINE_PROXY to the address of the proxy that does it.',
  );
}

/** Letters and digits count, as they do where it is typed. */
function codeOf(given: string | undefined): string | null {
  if (!given) return null;
  if (given.replaceAll(/[^A-Za-z0-9]/g, '').length >= SETUP_CODE_LENGTH) return given;
  throw new ApiFailure(
    `PLUMBLINE_SETUP_CODE has fewer than ${SETUP_CODE_LENGTH} letters (A to Z) and digits.`,
    'Give a longer one that nobody guesses, or leave it unset: one is made up and told in the log.',
  );
}

/** Of a proxy, or of the network that it is in. */
function addressOf(given: string): readonly string[] {
  if (given === '') return [];
  const [address, bits] = given.split('/', 2);
  const most = isIP(address!) === IPV4 ? 32 : 128;
  if (isIP(address!) !== 0 && (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= most)))
    return [given];
  throw new ApiFailure(
    `PLUMBLINE_PROXY=${given} is not an address.`,
    'Give the IP address of the proxy or its network, such as 127.0.0.1 or 172.16.0.0/12.',
  );
}

/** Made-up people sign in without a password, real ones never. */
function demo({ PLUMBLINE_DEMO, PLUMBLINE_ACCOUNTS, PLUMBLINE_PUBLIC_URL }: Env): boolean {
  if (PLUMBLINE_DEMO !== '1') return false;
  if (PLUMBLINE_ACCOUNTS !== '1' && !PLUMBLINE_PUBLIC_URL) return true;
  throw new ApiFailure(
    'PLUMBLINE_DEMO lets everybody in without a password, and there are accounts.',
    'Leave PLUMBLINE_DEMO unset, or run the demonstration without accounts on loopback.',
  );
}

function tlsFiles({ PLUMBLINE_TLS_CERT: certFile, PLUMBLINE_TLS_KEY: keyFile }: Env): AccountsConfig['tls'] {
  if (certFile && keyFile) return { certFile, keyFile };
  if (!certFile && !keyFile) return null;
  throw new ApiFailure(
    'Of PLUMBLINE_TLS_CERT and PLUMBLINE_TLS_KEY only one is set.',
    'Set both, to files in PEM format.',
  );
}

function port(given: string | undefined): number {
  if (!given) return DEFAULT_PORT;
  const value = Number(given);
  if (Number.isInteger(value) && value >= 0 && value <= MAX_PORT) return value;
  throw new ApiFailure(`PORT=${given} is not a port.`, `Give a number from 0 (any free one) to ${MAX_PORT}.`);
}

function timeZone(given: string | undefined): string {
  if (!given) return zoneOfMachine();
  if (isTimeZone(given)) return Intl.DateTimeFormat('en', { timeZone: given }).resolvedOptions().timeZone;
  throw new ApiFailure(
    `PLUMBLINE_TIME_ZONE=${given} is not a time zone.`,
    'Give an IANA name such as Europe/Berlin.',
  );
}

function logLevel(given: string): LogLevel {
  const level = LOG_LEVELS.find((known) => known === given);
  if (level !== undefined) return level;
  throw new ApiFailure(
    `PLUMBLINE_LOG_LEVEL=${given} is not a level.`,
    `Give one of ${LOG_LEVELS.join(', ')}.`,
  );
}
