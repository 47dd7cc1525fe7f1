import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { InvalidInput } from './invalid-input.ts';

const MAX_SHOWN = 80;
/** Fields of the contract that are never said again. */
const SECRETS: readonly string[] = ['password', 'current', 'next', 'code'];
const NOT_SHOWN = 'not shown';

/** Checks parameters against the schema in their decorator and says which one does not fit. */
@Injectable()
export class InputPipe implements PipeTransform {
  async transform(value: unknown, { schema, data, type }: ArgumentMetadata): Promise<unknown> {
    if (schema === undefined) return value;
    const result = await schema['~standard'].validate(value);
    if (result.issues === undefined) return result.value;
    const [issue] = result.issues;
    const path = (issue?.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
    const field = [data, ...path].filter((part) => part !== undefined).join('.') || type;
    throw new InvalidInput(field, shownOf(value, path), issue?.message ?? 'Give a valid value.');
  }
}

/** What stood at the place of the fault, and nothing of its neighbours. */
function shownOf(value: unknown, path: readonly string[]): string {
  if (path.some((key) => SECRETS.includes(key))) return NOT_SHOWN;
  const found = path.reduce(step, value);
  const shown = typeof found === 'string' ? found : (JSON.stringify(found, withoutSecrets) ?? 'missing');
  return shown.slice(0, MAX_SHOWN);
}

const step = (value: unknown, key: string): unknown =>
  value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[key] : undefined;

const withoutSecrets = (key: string, value: unknown): unknown => (SECRETS.includes(key) ? NOT_SHOWN : value);
