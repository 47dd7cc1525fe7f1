import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as shipped from './index.ts';
import { drivers, findDriver } from './registry.ts';
import { CASES } from './testing/cases.ts';

const textOf = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

const FRAMES: readonly { readonly driver: string }[] = JSON.parse(textOf('fixtures/known-frames.json'));
const FRAMED = new Set(FRAMES.map(({ driver }) => findDriver(driver).id));

const LIST = textOf('../../../docs/devices/README.md').split('\n');

/** The table of docs/devices/README.md: cells by the driver named in the first one. */
const ROWS = new Map(
  LIST.filter((line) => line.startsWith('| [`'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map((cells) => [/`(.+?)`/.exec(cells[1]!)![1]!, cells] as const),
);

/** Folders of families by the driver that their README is linked from; `generic` has a page of its own there. */
const FOLDERS = new Map(
  [...ROWS].map(([id, cells]) => [id, /drivers\/([\w-]+)\//.exec(cells[1]!)?.[1] ?? id] as const),
);

/** The table of options there: a line without a driver goes on with that of the line before. */
function optionsListed(id: string): string[] {
  let driver: readonly string[] = [];
  return LIST.filter((line) => /^\|[^|]*\| `\w+=/.test(line)).flatMap((line) => {
    const [, of, option] = line.split('|');
    const named = [...of!.matchAll(/`(.+?)`/g)].map(([, name]) => name!);
    if (named.length > 0) driver = named;
    return driver.includes(id) ? [/`(\w+)=/.exec(option!)![1]!] : [];
  });
}

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

  it('is exported, has a README that names its tier, and its options stand in docs/devices/README.md', () => {
    expect(Object.values(shipped)).toContain(driver);
    const [heading] = textOf(`drivers/${FOLDERS.get(id)}/README.md`).split('\n');
    expect(heading).toContain(` — ${driver.tier}`);
    expect(optionsListed(id).sort()).toEqual(driver.options.map(({ key }) => key).sort());
  });
});
