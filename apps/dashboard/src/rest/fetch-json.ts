import { problemSchema } from '@plumbline/contract';

/** The one thing this module needs of a schema. */
interface Schema<T> {
  safeParse(
    value: unknown,
  ): { readonly success: true; readonly data: T } | { readonly success: false; readonly error: unknown };
}

/** Why a resource could not be had, in the server's words where it has some. */
export class FetchFailure extends Error {
  readonly remedy: string | null;

  constructor(message: string, remedy: string | null = null) {
    super(message);
    this.remedy = remedy;
  }
}

/** GET and check against the contract. Throws {@link FetchFailure}. */
export async function fetchJson<T>(url: string, schema: Schema<T>, signal: AbortSignal): Promise<T> {
  const response = await fetch(url, { signal, headers: { accept: 'application/json' } });
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw failureOf(response.status, body);
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new FetchFailure('unreadable');
  return parsed.data;
}

function failureOf(status: number, body: unknown): FetchFailure {
  const problem = problemSchema.safeParse(body);
  if (!problem.success) return new FetchFailure(String(status));
  return new FetchFailure(problem.data.detail, problem.data.remedy ?? null);
}
