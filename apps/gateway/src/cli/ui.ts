import { stripVTControlCharacters } from 'node:util';
import type { CliIo } from './io.ts';

/** ANSI codes, only where a person looks. */
const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;
export type Tone = keyof typeof CODES;

export function paint(io: Pick<CliIo, 'colour'>, tone: Tone, text: string): string {
  return io.colour ? `\x1b[${CODES[tone]}m${text}\x1b[0m` : text;
}

/** Cells of a table may be painted: the width of what is seen. */
export function visibleLength(text: string): number {
  return stripVTControlCharacters(text).length;
}

/** The text, or its beginning with an ellipsis; the colour of what is cut is lost. */
export function cut(text: string, width: number): string {
  return visibleLength(text) <= width ? text : `${stripVTControlCharacters(text).slice(0, width - 1)}…`;
}

/** Text that begins at column `indent` and goes on there, broken at spaces. */
export function wrap(text: string, columns: number, indent: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line !== '' && visibleLength(`${line} ${word}`) > columns - indent) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join(`\n${' '.repeat(indent)}`);
}

const LINE_BREAK_IN_PARAGRAPH = /(?<=^\S.*)\n(?=\S)/gm;
const HANGING = 2;

/** A help as wide as the terminal: paragraphs flow anew, an example that is too long goes on below, indented. */
export function flowed(text: string, columns: number): string {
  const lines = text.replaceAll(LINE_BREAK_IN_PARAGRAPH, ' ').split('\n');
  return lines.map((line) => (line.length > columns ? broken(line, columns) : line)).join('\n');
}

function broken(line: string, columns: number): string {
  const indent = line.search(/\S/);
  const below = indent === 0 ? 0 : indent + HANGING;
  return ' '.repeat(indent) + wrap(line.slice(indent), columns, below).replaceAll(/ +$/gm, '');
}

/** Signal in bars and numbers: -50, -70 and -85 dBm part strong, good, weak and faint. */
export function signal(rssiDbm: number | null): string {
  return rssiDbm === null ? '-' : `${bars(rssiDbm)} ${rssiDbm} dBm`;
}

export function bars(rssiDbm: number | null): string {
  if (rssiDbm === null) return '-';
  const level = rssiDbm >= -50 ? 4 : rssiDbm >= -70 ? 3 : rssiDbm >= -85 ? 2 : 1;
  return `${'▮'.repeat(level)}${'▯'.repeat(4 - level)}`;
}

export function age(seconds: number): string {
  if (seconds < 1.5) return 'just now';
  if (seconds < 120) return `${Math.round(seconds)} s ago`;
  return `${Math.round(seconds / 60)} min ago`;
}

export function bytes(count: number): string {
  if (count < 1e6) return `${(count / 1e3).toFixed(1)} kB`;
  return count < 1e9 ? `${(count / 1e6).toFixed(1)} MB` : `${(count / 1e9).toFixed(1)} GB`;
}

/** Text that replaces itself on a terminal; every frame starts where the last one did. */
export class Redraw {
  readonly #io: CliIo;
  #lines = 0;

  constructor(io: CliIo) {
    this.#io = io;
  }

  show(text: string): void {
    const up = this.#lines > 0 ? `\x1b[${this.#lines}A\x1b[J` : '';
    this.#io.out(`${up}${text}`);
    this.#lines = text.split('\n').length - 1;
  }
}
