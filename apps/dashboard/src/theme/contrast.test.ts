import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
const [LIGHT, DARK] = css.split('@media screen').map(tokensOf) as [Tokens, Tokens];
const THEMES = { light: LIGHT, dark: { ...LIGHT, ...DARK } } as const;

type Tokens = Readonly<Record<string, string>>;

function tokensOf(text: string): Tokens {
  return Object.fromEntries(
    [...text.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name!, hex!]),
  );
}

/** WCAG 2.2, "relative luminance" and "contrast ratio". */
function ratio(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const GROUNDS = ['surface', 'paper', 'surface-sunk'];
const TEXTS = ['ink', 'ink-muted', 'accent', 'chip-live', 'chip-wait', 'chip-off'];
const LINES = ['accent', 'flexion', 'side-bend', 'rotation', 'tilt', 'focus'];
const POSTURES = ['sitting', 'standing', 'walking', 'lying', 'running', 'cycling'].map(
  (name) => `posture-${name}`,
);
const UNKNOWN = ['surface', 'posture-unknown', 'posture-not_worn'];

describe.each(Object.entries(THEMES))('in %s', (_, tokens) => {
  const below = (least: number, names: readonly string[], grounds: readonly string[]) =>
    names.flatMap((name) =>
      grounds
        .filter((ground) => ratio(tokens[name]!, tokens[ground]!) < least)
        .map((ground) => `${name} on ${ground}: ${ratio(tokens[name]!, tokens[ground]!).toFixed(2)}`),
    );

  it('text stands out from every ground as 4.5 to 1', () => {
    expect(below(4.5, TEXTS, GROUNDS)).toEqual([]);
    expect(below(4.5, ['ink', 'ink-muted', 'accent'], ['accent-soft'])).toEqual([]);
  });

  it('lines of charts, postures, edges of controls and what hatches the unknown stand out as 3 to 1', () => {
    expect(below(3, [...LINES, ...POSTURES], ['surface'])).toEqual([]);
    expect(below(3, ['line-strong', 'focus'], GROUNDS)).toEqual([]);
    expect(below(3, ['pattern-quiet'], UNKNOWN)).toEqual([]);
  });
});
