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
    expect(readConfig({ DATABASE_URL })).toEqual({
      databaseUrl: DATABASE_URL,
      host: '127.0.0.1',
      port: 4600,
      dashboardDir: null,
      timeZone: system,
      logLevel: 'log',
    });
    expect(() => readConfig({})).toThrow('DATABASE_URL is not set');
  });

  test('refuses to listen to other machines without accounts', () => {
    expect(failure({ HOST: '0.0.0.0' }).message).toContain('no accounts');
    expect(readConfig({ DATABASE_URL, HOST: '::1' }).host).toBe('::1');
  });

  test('names what does not fit and what to give', () => {
    expect(failure({ PORT: '99999' })).toMatchObject({ message: expect.stringContaining('PORT=99999') });
    expect(failure({ PORT: '80x' }).remedy).toContain('65535');
    expect(failure({ PLUMBLINE_TIME_ZONE: 'Mars/Base' }).remedy).toContain('Europe/Berlin');
    expect(failure({ PLUMBLINE_LOG_LEVEL: 'loud' }).remedy).toContain('warn');
  });
});
