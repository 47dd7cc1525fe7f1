import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { InvalidInput } from './invalid-input.ts';
import { speakOfRemedies } from './remedies.ts';

speakOfRemedies();

const MAX_SHOWN = 80;
/** Fields of the contract that are never said again. */
const SECRETS: readonly string[] = ['password', 'current', 'next', 'code'];
const NOT_SHOWN = 'not shown';
/** PostgreSQL keeps every character in text but this one. */
const NUL = '\0';

/** Checks parameters against the schema in their decorator and says which one does not fit. */
@Injectable()
export class InputPipe implements PipeTransform {
  async transform(value: unknown, { schema, data, type }: ArgumentMetadata): Promise<unknown> {
    if (schema === undefined) return value;
    const result = await schema['~standard'].validate(value);
    const [issue] = result.issues ?? nulIn(result.value, []);
    if (issue === undefined && result.issues === undefined) return result.value;
    const path = (issue?.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
    const field = [data, ...path].filter((part) => part !== undefined).join('.') || type;
    throw new InvalidInput(field, shownOf(value, path), issue?.message ?? 'Give a valid value.');
  }
}

interface Fault {
  readonly message: string;
  readonly path: readonly string[];
}

/** Where text cannot be stored. */
function nulIn(value: unknown, path: readonly string[]): readonly Fault[] {
  if (typeof value === 'string')
    return value.includes(NUL) ? [{ message: 'Leave out the character U+0000.', path }] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) => nulIn(part, [...path, key]));
}

/** What stood at the place of the fault, and nothing of its neighbours. */
function shownOf(value: unknown, path: readonly string[]): string {
  if (path.some((key) => SECRETS.includes(key))) return NOT_SHOWN;
  const found = path.reduce(step, value);
  const shown = typeof found === 'string' ? found : (jsonOf(found) ?? 'missing');
  return shown.slice(0, MAX_SHOWN);
}

function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, withoutSecrets);
  } catch {
    return 'nested too deeply';
  }
}

const step = (value: unknown, key: string): unknown =>
  value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[key] : undefined;

const withoutSecrets = (key: string, value: unknown): unknown => (SECRETS.includes(key) ? NOT_SHOWN : value);
