import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { ROOT, sourceFiles } from './imports.ts';

export interface Size {
  readonly name: string;
  readonly lines: number;
}

/** Lines of every shipped source file. */
export function fileSizes(): Size[] {
  return sourceFiles().map((file) => ({ name: file, lines: readLines(file).length }));
}

/** Lines of every function, method and arrow function with a body of its own. */
export function functionSizes(): Size[] {
  return sourceFiles().flatMap(functionsOf);
}

export function median(sizes: readonly Size[]): number {
  const lines = sizes.map((size) => size.lines).sort((a, b) => a - b);
  return lines[Math.floor(lines.length / 2)] ?? 0;
}

export function largest(sizes: readonly Size[]): Size {
  return sizes.reduce((a, b) => (b.lines > a.lines ? b : a));
}

function readLines(file: string): string[] {
  return readFileSync(join(ROOT, file), 'utf8').trimEnd().split('\n');
}

interface Spanned {
  readonly start: number;
  readonly end: number;
  readonly body?: unknown;
}

function functionsOf(file: string): Size[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const sizes: Size[] = [];
  const measure = (node: Spanned): void => {
    if ((node.body as { type?: string } | null)?.type !== 'BlockStatement' && !isFunctionBody(node)) return;
    const lines = text.slice(node.start, node.end).split('\n').length;
    sizes.push({ name: `${file}:${text.slice(0, node.start).split('\n').length}`, lines });
  };
  new Visitor({
    FunctionDeclaration: measure,
    FunctionExpression: measure,
    ArrowFunctionExpression: measure,
  }).visit(parseSync(file, text).program);
  return sizes;
}

function isFunctionBody(node: Spanned): boolean {
  return (node.body as { type?: string } | null)?.type === 'FunctionBody';
}
