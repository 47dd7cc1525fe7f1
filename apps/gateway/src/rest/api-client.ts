import { readFile } from 'node:fs/promises';
import type { Problem } from '@plumbline/contract';
import type { ZodType } from 'zod';
import { CommandFailure, EXIT } from '../cli/exit-codes.ts';

/** Where the API is, and what is shown to it. */
export interface ApiAccess {
  /** Of the ingest websocket or of the dashboard: only the server counts. */
  readonly url: string;
  /** Null: a local installation asks for none. */
  readonly token: string | null;
}

const ASK_TIMEOUT_MS = 30_000;
const [UNAUTHORIZED, FORBIDDEN, NOT_FOUND] = [401, 403, 404];

/** A personal token: PLUMBLINE_TOKEN, or the file that `--token-file` or PLUMBLINE_TOKEN_FILE names. */
export async function tokenOf(file: string | undefined, env: NodeJS.ProcessEnv): Promise<string | null> {
  const path = file ?? env.PLUMBLINE_TOKEN_FILE;
  if (path === undefined) return env.PLUMBLINE_TOKEN?.trim() || null;
  try {
    return (await readFile(path, 'utf8')).trim() || null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandFailure(
      EXIT.usage,
      `the token in ${path} cannot be read (${code}): name the file of a personal token`,
    );
  }
}

/** What the API does not do, and the field that it names for it. */
export class ApiRefusal extends CommandFailure {
  readonly status: number;
  readonly field: string | null;

  constructor(status: number, message: string, field: string | null) {
    super(exitOf(status), message);
    this.status = status;
    this.field = field;
  }
}

/** What a command asks of the API. Failures are CommandFailures of one line that say what to do. */
export class ApiClient {
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor({ url, token }: ApiAccess) {
    const base = new URL('/', url);
    base.protocol = base.protocol.replace('ws', 'http');
    this.#base = base.href;
    this.#headers = token === null ? {} : { authorization: `Bearer ${token}` };
  }

  /** `schema` null: no body is expected. */
  async ask<T>(method: string, path: string, schema: ZodType<T>, body?: unknown): Promise<T> {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await this.fetch(path, {
      method,
      headers: json,
      signal: AbortSignal.timeout(ASK_TIMEOUT_MS),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return schema.parse(await response.json());
  }

  /** As {@link ask}; null: there is no such thing. */
  async find<T>(path: string, schema: ZodType<T>): Promise<T | null> {
    const response = await this.#reach(path, { signal: AbortSignal.timeout(ASK_TIMEOUT_MS) });
    if (response.status === NOT_FOUND) return null;
    return schema.parse(await (await checked(response)).json());
  }

  /** Any request whose answer is good. */
  async fetch(path: string, init: RequestInit): Promise<Response> {
    return checked(await this.#reach(path, init));
  }

  async #reach(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(new URL(path, this.#base), {
        ...init,
        headers: { ...this.#headers, ...init.headers },
      });
    } catch (error) {
      if (init.signal?.aborted === true && !isTimeout(error)) throw error;
      throw new CommandFailure(
        EXIT.failure,
        `the API at ${this.#base} does not answer (${whyUnreached(error)}): start it, or name another one with --api`,
      );
    }
  }
}

/** What the system says of a request that got no answer, such as ECONNREFUSED; `fetch` itself says no more than TypeError. */
export function whyUnreached(error: unknown): string {
  const { name, cause } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code ?? (cause?.message || name);
}

const isTimeout = (error: unknown): boolean => (error as Error).name === 'TimeoutError';

async function checked(response: Response): Promise<Response> {
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  const said = problem.detail ?? `the API answered ${response.status}`;
  const remedy = problem.remedy !== undefined && !said.includes(problem.remedy) ? ` ${problem.remedy}` : '';
  const message = `${said}${remedy}${tokenHint(response.status)}`;
  throw new ApiRefusal(response.status, message, problem.field ?? null);
}

function exitOf(status: number): (typeof EXIT)['permission' | 'usage' | 'failure'] {
  if (status === UNAUTHORIZED || status === FORBIDDEN) return EXIT.permission;
  return status >= 400 && status < 500 ? EXIT.usage : EXIT.failure;
}

function tokenHint(status: number): string {
  if (status !== UNAUTHORIZED) return '';
  return ' Make a personal token on the page Privacy, or on Settings if you wear no sensor; give it in PLUMBLINE_TOKEN or with --token-file.';
}
