import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fetchCommand, orderCommand, plumblineCommand } from './command.ts';

/** Runs a command with a program that writes down what it was given, one argument a line. */
function run(command: string, program = 'curl'): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-command-'));
  const log = join(folder, 'log');
  writeFileSync(join(folder, program), `#!/bin/sh\nprintf '%s\\n' "$@" >> '${log}'\n`, { mode: 0o755 });
  const env = { PATH: `${folder}:${process.env.PATH}`, PLUMBLINE_TOKEN: 'secret' };
  execFileSync('sh', ['-c', command.split('\nsha256sum')[0]!], { env });
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  rmSync(folder, { recursive: true });
  return lines;
}

describe('the command of an order', () => {
  const terms = { format: 'parquet', tables: ['samples', 'days'] } as const;
  const command = orderCommand('https://x.example', 'S', ['P000001', 'P000002'], {
    ...terms,
    tables: [...terms.tables],
  });

  test('orders one export for each participant, as the page does', () => {
    const bodies = run(command).filter((line) => line.startsWith('{'));
    expect(bodies.map((body) => JSON.parse(body))).toEqual([
      { participant: 'P000001', ...terms },
      { participant: 'P000002', ...terms },
    ]);
  });

  test('takes the token from the environment', () => {
    expect(command).not.toContain('secret');
    expect(run(command)).toContain('Authorization: Bearer secret');
  });
});

describe('the command of Plumbline', () => {
  test('takes away the same, a folder for each participant, by moments that no time zone changes', () => {
    const from = { fromUs: Date.parse('2026-03-02T00:00:00Z') * 1000 };
    const terms = { format: 'csv' as const, tables: ['days' as const, 'bouts' as const], ...from };
    const given = run(plumblineCommand('https://x.example', 'S', ['P1', 'P2'], terms), 'npx');
    const first = 'export --api https://x.example --out P1 --study S --participant P1 --tables days,bouts';
    expect(given.join(' ')).toContain(`${first} --format csv --from 2026-03-02T00:00:00.000Z`);
    expect(given).toContain('P2');
  });
});

describe('the command that fetches', () => {
  const files = [
    { name: 'days.csv', bytes: 3, sha256: 'a'.repeat(64), rows: 1 },
    { name: 'manifest.json', bytes: 3, sha256: 'b'.repeat(64), rows: null },
  ];
  const command = fetchCommand('https://x.example', { id: 'E', files });

  test('asks for every file and goes on where it broke off', () => {
    const lines = run(command);
    expect(lines).toContain('https://x.example/v1/exports/E/files/days.csv');
    expect(lines).toContain('https://x.example/v1/exports/E/files/manifest.json');
    expect(lines).toContain('-C');
  });

  test('checks them', () => {
    expect(command).toContain(`${'a'.repeat(64)}  days.csv`);
  });
});
