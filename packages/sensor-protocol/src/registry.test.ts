import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { drivers, findDriver } from './registry.ts';
import { CASES } from './testing/cases.ts';

const textOf = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

const FRAMES: readonly { readonly driver: string }[] = JSON.parse(textOf('fixtures/known-frames.json'));
const FRAMED = new Set(FRAMES.map(({ driver }) => findDriver(driver).id));

/** The table of docs/devices/README.md: cells by the driver named in the first one. */
const ROWS = new Map(
  textOf('../../../docs/devices/README.md')
    .split('\n')
    .filter((line) => line.startsWith('| [`'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map((cells) => [/`(.+?)`/.exec(cells[1]!)![1]!, cells] as const),
);

describe.each(drivers.map((driver) => [driver.id, driver] as const))('%s', (id, driver) => {
  it('is tried by the tests of every driver, and on frames with known content', () => {
    expect(CASES.map(([of]) => of)).toContain(id);
    expect([...FRAMED]).toContain(id);
  });

  it('stands in the table of docs/devices/README.md as it is', () => {
    const { ratesHz, defaultRateHz, gyroscope, battery } = driver.capabilities;
    const [, , , tier, rates, gyro, , , charge] = ROWS.get(id) ?? [];
    expect(tier).toBe(driver.tier);
    if (rates === 'as built') return;
    expect(rates).toBe(ratesHz.map((hz) => (hz === defaultRateHz ? `**${hz}**` : hz)).join(' '));
    expect(gyro === 'yes').toBe(gyroscope);
    expect(charge !== 'no').toBe(battery);
  });
});
