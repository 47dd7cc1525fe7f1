import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setLanguage } from '../locales/t.ts';
import { saidWords } from './said.ts';

describe('what the server says of the connection', () => {
  it('is said in the words of the page, with its numbers', () => {
    expect(saidWords('Samples arrive.')).toBe('Samples arrive.');
    expect(saidWords('The gateway keeps 1 record and has not sent them yet.')).toMatch(/keeps 1 record /);
    expect(saidWords('connected, but no sample for 12 s; the link is renewed after 20 s')).toMatch(
      /for 12 s/,
    );
    expect(saidWords('out of reach; looking for it')).toMatch(/looked for/);
  });

  describe('in German', () => {
    beforeAll(() => setLanguage('de'));
    afterAll(() => setLanguage('en'));

    it('tells why the end of a recording is not known', () => {
      const reason =
        'for its last 124 s the sensor kept as still as on a table: whether it was worn then is not known';
      expect(saidWords(reason)).toMatch(/^In seinen letzten 124 s .*Tisch/);
    });

    it('tells of a radio that may not be used', () => {
      expect(saidWords('Bluetooth may not be used. The command "plumbline doctor" tells why.')).toMatch(
        /nicht benutzen/,
      );
    });
  });

  it('tells of a radio that does not work what tells more', () => {
    const reason =
      'the Bluetooth adapter (raw HCI) does not work. The command "plumbline doctor" tells why. It is tried again in 30 s.';
    expect(saidWords(reason)).toMatch(/^Bluetooth .* plumbline doctor$/);
  });

  it('stays as it is where no words are written for it: it may name a remedy', () => {
    expect(saidWords('permission denied: run plumbline doctor')).toBe(
      'Permission denied: run plumbline doctor.',
    );
  });
});
