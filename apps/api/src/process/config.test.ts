import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';

const DATABASE_URL = 'postgres://u:p@h/d';
const failure = (env: Record<string, string>): { message: string; remedy: string } => {
  try {
    readConfig({ DATABASE_URL, ...env });
  } catch (error) {
    return error as Error & { remedy: string };
  }
  throw new Error('accepted');
};

describe('the configuration', () => {
  test('needs the database alone', () => {
    const system = Intl.DateTimeFormat().resolvedOptions().timeZone;
    expect(readConfig({ DATABASE_URL, PLUMBLINE_EXPORT_DIR: '/exports' })).toEqual({
      databaseUrl: DATABASE_URL,
      host: '127.0.0.1',
      port: 4600,
      dashboardDir: null,
      timeZone: system,
      logLevel: 'log',
      exportDir: '/exports',
      accounts: null,
      demo: false,
    });
    expect(() => readConfig({})).toThrow('DATABASE_URL is not set');
  });

  test('on loopback needs no accounts, and may have them', () => {
    expect(readConfig({ DATABASE_URL, HOST: '::1' })).toMatchObject({ host: '::1', accounts: null });
    const { accounts } = readConfig({ DATABASE_URL, PLUMBLINE_ACCOUNTS: '1' });
    expect(accounts).toMatchObject({ publicUrl: null, secureCookies: false });
  });

  test('lets other machines in with accounts over an encrypted connection alone', () => {
    const HOST = '0.0.0.0';
    const PLUMBLINE_PUBLIC_URL = 'https://plumbline.example';
    expect(failure({ HOST }).remedy).toContain('PLUMBLINE_PUBLIC_URL');
    expect(failure({ HOST, PLUMBLINE_ACCOUNTS: '1' }).remedy).toContain('PLUMBLINE_PUBLIC_URL');
    expect(failure({ HOST, PLUMBLINE_PUBLIC_URL: 'http://plumbline.example' }).remedy).toContain('https://');
    expect(failure({ HOST, PLUMBLINE_PUBLIC_URL }).remedy).toContain('PLUMBLINE_PROXY');
    expect(failure({ HOST, PLUMBLINE_PUBLIC_URL, PLUMBLINE_TLS_CERT: 'a.pem' }).remedy).toContain('both');
    expect(
      readConfig({ DATABASE_URL, HOST, PLUMBLINE_PUBLIC_URL, PLUMBLINE_PROXY: '10.0.0.1, ' }).accounts,
    ).toEqual({
      publicUrl: PLUMBLINE_PUBLIC_URL,
      tls: null,
      proxies: ['10.0.0.1'],
      secureCookies: true,
      setupCode: null,
    });
  });

  test('takes a setup code that is not guessed soon, and addresses of proxies alone', () => {
    const PLUMBLINE_ACCOUNTS = '1';
    expect(
      readConfig({ DATABASE_URL, PLUMBLINE_ACCOUNTS, PLUMBLINE_SETUP_CODE: 'abcd-efgh' }).accounts,
    ).toMatchObject({ setupCode: 'abcd-efgh' });
    for (const PLUMBLINE_SETUP_CODE of ['1234', '--------', 'пароль-длинный'])
      expect(failure({ PLUMBLINE_ACCOUNTS, PLUMBLINE_SETUP_CODE }).remedy).toContain('longer');
    const PLUMBLINE_PUBLIC_URL = 'https://plumbline.example';
    const known = '127.0.0.1,::1, 172.16.0.0/12,fd00::/8';
    expect(
      readConfig({ DATABASE_URL, PLUMBLINE_PUBLIC_URL, PLUMBLINE_PROXY: known }).accounts?.proxies,
    ).toEqual(['127.0.0.1', '::1', '172.16.0.0/12', 'fd00::/8']);
    for (const PLUMBLINE_PROXY of ['nginx', '10.0.0.0/33', '10.0.0.1/', '10.0.0.1:80'])
      expect(failure({ PLUMBLINE_PUBLIC_URL, PLUMBLINE_PROXY }).remedy).toContain('172.16.0.0/12');
  });

  test('has no demonstration where there are accounts', () => {
    expect(readConfig({ DATABASE_URL, PLUMBLINE_DEMO: '1' }).demo).toBe(true);
    expect(failure({ PLUMBLINE_DEMO: '1', PLUMBLINE_ACCOUNTS: '1' }).remedy).toContain('loopback');
  });

  test('names what does not fit and what to give', () => {
    expect(failure({ PORT: '99999' })).toMatchObject({ message: expect.stringContaining('PORT=99999') });
    expect(failure({ PORT: '80x' }).remedy).toContain('65535');
    expect(failure({ PLUMBLINE_TIME_ZONE: 'Mars/Base' }).remedy).toContain('Europe/Berlin');
    expect(failure({ PLUMBLINE_LOG_LEVEL: 'loud' }).remedy).toContain('warn');
  });
});

test('the README says of every variable that is read what it means', () => {
  const textOf = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
  const read = textOf('config.ts').match(/\b(PLUMBLINE_[A-Z_]+|(?<=env\.)[A-Z_]+)\b/g)!;
  const rows = textOf('../../README.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const told = rows.map((row) => row.split('|')[1]!).join();
  expect([...new Set(read)].filter((name) => !told.includes(`\`${name}`))).toEqual([]);
});
