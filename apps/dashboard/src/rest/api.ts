import { PERSON_HEADER, problemSchema } from '@plumbline/contract';
import { ApiFailure, type FailureKind } from './api-failure.ts';
import { noteAnswer } from './offline.ts';

/** The one thing this module needs of a schema. */
export interface Schema<T> {
  safeParse(
    value: unknown,
  ): { readonly success: true; readonly data: T } | { readonly success: false; readonly error: unknown };
}

export type Params = Readonly<Record<string, string | number | boolean | null | undefined>>;

const TIMEOUT_MS = 20_000;
/** Statuses with a meaning of their own for the reader. */
const KINDS = { 401: 'signedOut', 403: 'forbidden', 404: 'notFound' } as const;

/** Whose pages are shown. Another tab may have signed somebody else in: the server refuses what is not theirs. */
let person: string | null = null;

export function askAs(uuid: string | null): void {
  person = uuid;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface Asked {
  readonly method?: Method;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** GET, checked against the contract. `params` that are null or undefined are left out. Throws {@link ApiFailure}. */
export async function apiGet<T>(path: string, schema: Schema<T>, params: Params = {}, signal?: AbortSignal) {
  return readAnswer(await ask(withParams(path, params), { signal }), schema);
}

/** Changes something; what the server answers is checked against the contract. Throws {@link ApiFailure}. */
export async function apiSend<T>(
  method: 'POST' | 'PUT' | 'PATCH',
  path: string,
  body: unknown,
  schema: Schema<T>,
) {
  return readAnswer(await ask(path, { method, body }), schema);
}

/** Changes something that the server does not tell more about. Throws {@link ApiFailure}. */
export async function apiDo(method: Method, path: string, body?: unknown): Promise<void> {
  await ask(path, { method, body });
}

export function withParams(path: string, params: Params): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== undefined) query.set(name, String(value));
  }
  return query.size === 0 ? path : `${path}?${query}`;
}

async function ask(url: string, { method = 'GET', body, signal }: Asked): Promise<Response> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(url, {
    method,
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    headers: {
      accept: 'application/json',
      ...(person !== null && { [PERSON_HEADER]: person }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw timeout.aborted
      ? new ApiFailure('timeout', { seconds: TIMEOUT_MS / 1000 })
      : new ApiFailure('offline');
  });
  noteAnswer(response.headers);
  if (!response.ok) throw failureOf(response.status, await response.json().catch(() => null));
  return response;
}

async function readAnswer<T>(response: Response, schema: Schema<T>): Promise<T> {
  const parsed = schema.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) throw new ApiFailure('unreadable');
  return parsed.data;
}

function failureOf(status: number, body: unknown): ApiFailure {
  const kind: FailureKind | null = KINDS[status as keyof typeof KINDS] ?? null;
  const problem = problemSchema.safeParse(body);
  if (problem.success) return new ApiFailure(kind ?? 'problem', { status, problem: problem.data });
  return new ApiFailure(kind ?? 'unreadable', { status });
}
