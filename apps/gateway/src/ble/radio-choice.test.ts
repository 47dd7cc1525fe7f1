import { expect, test } from 'vitest';
import { createNoble } from './noble-instance.ts';
import { defaultRadio, parseRadio, radioTitle } from './radio-choice.ts';

test.each([
  ['dbus', { kind: 'dbus' }],
  ['hci', { kind: 'hci' }],
  ['mac', { kind: 'mac' }],
  ['win', { kind: 'win' }],
  ['uart:/dev/ttyACM0', { kind: 'uart', port: '/dev/ttyACM0' }],
  ['net:/run/hci', { kind: 'net', where: '/run/hci' }],
  ['net:127.0.0.1:4790', { kind: 'net', where: '127.0.0.1:4790' }],
])('%s is a radio, and has a name for people', (text, choice) => {
  expect(parseRadio(text)).toEqual(choice);
  expect(radioTitle(parseRadio(text))).toMatch(/^the /);
});

test.each(['', 'bluetooth', 'uart:', 'net:', 'uart'])(
  '"%s" is none, and those that are one are named',
  (text) => {
    expect(() => parseRadio(text)).toThrow(
      expect.objectContaining({ code: 'configuration', remedy: expect.stringContaining('dbus, hci, uart:') }),
    );
  },
);

test('every system has its own by default', () => {
  expect((['linux', 'darwin', 'win32'] as const).map(defaultRadio)).toEqual(['dbus', 'mac', 'win']);
});

test('the radio of another system is refused before anything of it is loaded', async () => {
  const foreign = process.platform === 'darwin' ? 'win' : 'mac';
  await expect(createNoble({ kind: foreign })).rejects.toMatchObject({ code: 'configuration' });
});
