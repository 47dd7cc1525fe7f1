/** CRC-16/CCITT-FALSE (polynomial 0x1021, start 0xFFFF), easy to write on a microcontroller. */
export function crc16(text: string): number {
  let crc = 0xffff;
  for (let i = 0; i < text.length; i++) {
    crc ^= (text.charCodeAt(i) & 0xff) << 8;
    for (let bit = 0; bit < 8; bit++)
      crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}

export const withCrc = (text: string): string => `${text}*${crc16(text).toString(16).padStart(4, '0')}`;

/** The text before `*hhhh` where the checksum fits, else null. */
export function checkedText(line: string): string | null {
  const text = line.slice(0, -5);
  return line.at(-5) === '*' && Number.parseInt(line.slice(-4), 16) === crc16(text) ? text : null;
}

const LINE_FEED = 10;
const LONGEST_LINE = 512;

/** Text lines that notifications cut anywhere. */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  #line = '';
  /** The rest of a line that was given up must not pass for a line. */
  #skipping = false;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  reset(): void {
    this.#line = '';
    this.#skipping = false;
  }

  /** Returns how many bytes were given up because a line had no end. */
  push(bytes: Uint8Array): number {
    let dropped = 0;
    for (const byte of bytes) {
      if (byte === LINE_FEED) this.#end();
      else if (this.#skipping) dropped++;
      else if (this.#line.length < LONGEST_LINE) this.#line += String.fromCharCode(byte);
      else dropped += this.#giveUp();
    }
    return dropped;
  }

  #end(): void {
    if (!this.#skipping) this.#onLine(this.#line.trimEnd());
    this.reset();
  }

  #giveUp(): number {
    this.#skipping = true;
    const dropped = this.#line.length + 1;
    this.#line = '';
    return dropped;
  }
}

/** A number, or NaN where the text is not entirely one. */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
}

export type LineValues = (place: { readonly column: number; readonly path: string }) => number;

export function csvValues(text: string): LineValues {
  const columns = text.split(',');
  return ({ column }) => numberOf(columns[column]);
}

/** Values by path (`accel.x`), or null where the line is no JSON. */
export function jsonValues(text: string): LineValues | null {
  try {
    const root: unknown = JSON.parse(text);
    return ({ path }) => numberOf(path.split('.').reduce<unknown>(step, root));
  } catch {
    return null;
  }
}

const step = (value: unknown, key: string): unknown =>
  value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[key] : undefined;
