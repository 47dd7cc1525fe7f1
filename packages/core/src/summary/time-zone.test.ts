import { describe, expect, test } from 'vitest';
import { isTimeZone, localTimeZone } from './time-zone.ts';

describe('a time zone', () => {
  test.each(['Europe/Berlin', 'UTC', 'Asia/Kathmandu', 'EST5EDT'])('is %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  test.each(['Mars', '', 'Etc/Unknown', '+02:00', '+0200', 'UTC+2', ':/etc/localtime'])(
    'is not %j',
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );
});

describe('the zone of this machine', () => {
  const LINK = '/usr/share/zoneinfo/Europe/Berlin';

  test('is the one that the runtime names', () => {
    expect(localTimeZone('America/New_York', LINK)).toBe('America/New_York');
  });

  test('is that of the system’s clock where the runtime knows no name for it', () => {
    expect(localTimeZone(undefined, LINK)).toBe('Europe/Berlin');
    expect(localTimeZone('Etc/Unknown', LINK)).toBe('Europe/Berlin');
  });

  test('is UTC where neither has one', () => {
    expect(localTimeZone(undefined, null)).toBe('UTC');
    expect(localTimeZone(undefined, '/etc/somewhere')).toBe('UTC');
  });
});
