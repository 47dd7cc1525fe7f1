import { execFileSync } from 'node:child_process';
import { isTimeZone } from '@plumbline/core';
import { expect, test } from 'vitest';

const PROGRAM = `
  const { zoneOfMachine } = await import(${JSON.stringify(new URL('./machine-zone.ts', import.meta.url).href)});
  console.log(zoneOfMachine());`;

function zoneWith(TZ: string): string {
  const args = ['--input-type=module', '--eval', PROGRAM];
  return execFileSync(process.execPath, args, { env: { ...process.env, TZ }, encoding: 'utf8' }).trim();
}

test('a zone set by its name is taken', () => {
  expect(zoneWith('America/New_York')).toBe('America/New_York');
});

test.each([':/etc/localtime', 'UTC+2', ''])(
  'TZ=%j, for which the runtime has no name, still gives one',
  (TZ) => {
    expect(zoneWith(TZ)).toSatisfy(isTimeZone);
  },
);
