import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { visibleLiterals } from './literals.ts';

const SOURCE = join(import.meta.dirname, '..');

describe('visibleLiterals', () => {
  const of = (jsx: string) => visibleLiterals('x.tsx', `const x = ${jsx};`);

  it('finds text between tags, in spoken attributes and in what is chosen between', () => {
    expect(of('<p>Hello</p>')).toEqual(['1: Hello']);
    expect(of('<p aria-label="Close" />')).toEqual(['1: Close']);
    expect(of('<Field label={x ? "Name" : t("a.b")} />')).toEqual(['1: Name']);
    expect(of('<p>{open && `of`}</p>')).toEqual(['1: of']);
  });

  it('leaves alone what nobody reads', () => {
    expect(of('<p className="card" data-state="live">{t("a.b")} · 12 %</p>')).toEqual([]);
  });
});

describe('source files', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.tsx'),
  );

  it.each(files)('%s has no text of its own', (file) => {
    expect(visibleLiterals(file, readFileSync(join(SOURCE, file), 'utf8'))).toEqual([]);
  });
});
