import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Language, loadWords, setLanguage } from '../../locales/t.ts';
import { gatewaySaid } from './gateway-said.ts';

const inLanguage = (language: Language) =>
  beforeAll(async () => {
    await loadWords(['system']);
    await setLanguage(language);
  });
afterAll(() => setLanguage('en'));

const LOST = 'The connection to the API was lost; everything is kept in the outbox and sent later.';

describe('what a gateway says, in German', () => {
  inLanguage('de');

  it.each([
    [LOST, /^Der Server ist nicht zu erreichen; /],
    [
      'The API refuses this gateway: its token. Make one; everything is kept in the outbox and sent later.',
      /^Der Server weist/,
    ],
    [
      'The outbox is full: 1 samples, the oldest, were dropped',
      /^Der Ausgang ist voll: 1 Messwert, der älteste, wurde /,
    ],
    [
      'the Bluetooth adapter (raw HCI) is switched off or cannot be reached. The command "plumbline doctor" tells why. It is tried again in 30 s.',
      /plumbline doctor/,
    ],
  ])('is German where it is known: %s', (text, words) => {
    expect(gatewaySaid(text)).toMatch(words);
  });

  it('is what it was where it is not', () => {
    expect(gatewaySaid('WT901: the moon is full')).toBe('WT901: the moon is full.');
  });
});

describe('what a gateway says, in English', () => {
  inLanguage('en');

  it('keeps all that it names', () => {
    expect(gatewaySaid(LOST)).toBe(LOST);
  });
});
