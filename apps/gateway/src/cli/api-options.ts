import { type Command, InvalidArgumentError } from 'commander';
import { ApiClient, tokenOf } from '../rest/api-client.ts';
import type { CliIo } from './io.ts';
import { resolvePath } from './paths.ts';
import { configOf } from './setup.ts';

export interface ApiFlags {
  readonly api?: string;
  readonly tokenFile?: string;
}

const US_PER_MS = 1000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** What every verb that asks the API takes. */
export function withApiOptions(command: Command): Command {
  return command
    .option('--api <url>', 'of the API; the configured one without it')
    .option('--token-file <file>', 'with a personal token; PLUMBLINE_TOKEN holds one too');
}

export async function clientOf({ api, tokenFile }: ApiFlags, io: CliIo): Promise<ApiClient> {
  const file = tokenFile === undefined ? undefined : resolvePath(tokenFile, io.env);
  return new ApiClient({ url: configOf({ api }, io).api.value, token: await tokenOf(file, io.env) });
}

/** A date (midnight of this machine's time zone) or a time, in microseconds. */
export function timeUs(text: string): number {
  const ms = Date.parse(DATE.test(text) ? `${text}T00:00` : text);
  if (Number.isFinite(ms) && ms >= 0) return ms * US_PER_MS;
  throw new InvalidArgumentError('Give a date such as 2026-11-21, or a time such as 2026-11-21T08:00.');
}
