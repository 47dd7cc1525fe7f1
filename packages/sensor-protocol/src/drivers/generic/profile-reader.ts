import { hexToBytes } from '../../bytes.ts';
import { normaliseUuid } from '../../uuid.ts';

/** Reads checked values out of a JSON object; every failure names field, value and remedy. */
export class ProfileReader {
  readonly #object: Readonly<Record<string, unknown>>;
  readonly #where: string;

  constructor(value: unknown, where: string) {
    this.#where = where;
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      throw new RangeError(`${where} is ${JSON.stringify(value)}: write an object { ... }`);
    }
    this.#object = value as Record<string, unknown>;
  }

  failure(name: string, found: unknown, remedy: string): RangeError {
    return new RangeError(`${this.#where}.${name} is ${JSON.stringify(found)}: ${remedy}`);
  }

  has(name: string): boolean {
    return this.#object[name] !== undefined && this.#object[name] !== null;
  }

  object(name: string): ProfileReader {
    return new ProfileReader(this.#object[name], `${this.#where}.${name}`);
  }

  optionalObject(name: string): ProfileReader | null {
    return this.has(name) ? this.object(name) : null;
  }

  list(name: string): readonly ProfileReader[] {
    const value = this.#object[name];
    if (!Array.isArray(value)) throw this.failure(name, value, 'write a list [ ... ]');
    return value.map((item, i) => new ProfileReader(item, `${this.#where}.${name}[${i}]`));
  }

  text(name: string, fallback?: string): string {
    const value = this.#object[name] ?? fallback;
    if (typeof value === 'string' && value !== '') return value;
    throw this.failure(name, value, 'write a text in quotes');
  }

  number(name: string, fallback?: number): number {
    const value = this.#object[name] ?? fallback;
    if (typeof value === 'number' && Number.isFinite(value) && value !== 0) return value;
    throw this.failure(name, value, 'write a number other than 0');
  }

  integer(name: string, least: number, most: number): number {
    const value = this.#object[name];
    if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) return Number(value);
    throw this.failure(name, value, `write a whole number from ${least} to ${most}`);
  }

  choice<T extends string>(name: string, choices: readonly T[], fallback?: T): T {
    const value = this.#object[name] ?? fallback;
    const choice = choices.find((candidate) => candidate === value);
    if (choice !== undefined) return choice;
    throw this.failure(name, value, `write one of ${choices.join(', ')}`);
  }

  uuid(name: string): string {
    const uuid = normaliseUuid(this.text(name));
    if (/^([0-9a-f]{4}|[0-9a-f]{32})$/.test(uuid)) return uuid;
    throw this.failure(name, this.#object[name], 'write a UUID of 4 or 32 hexadecimal digits');
  }

  pattern(name: string): RegExp | null {
    if (!this.has(name)) return null;
    try {
      return new RegExp(this.text(name));
    } catch {
      throw this.failure(name, this.#object[name], 'write a regular expression for the advertised name');
    }
  }

  bytes(name: string): Uint8Array {
    return this.has(name) ? this.#hex(name, this.#object[name]) : new Uint8Array(0);
  }

  hexList(name: string): readonly Uint8Array[] {
    if (!this.has(name)) return [];
    const value = this.#object[name];
    return (Array.isArray(value) ? value : [value]).map((item) => this.#hex(name, item));
  }

  #hex(name: string, value: unknown): Uint8Array {
    try {
      return hexToBytes(String(value));
    } catch (error) {
      throw this.failure(name, value, (error as Error).message);
    }
  }
}
