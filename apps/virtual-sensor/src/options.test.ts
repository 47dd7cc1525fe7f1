import { describe, expect, test } from 'vitest';
import { parseOptions } from './options.ts';
import { addressFor } from './radio/open-radio.ts';

const RADIO = ['--radio', '/run/hci'];

describe('the arguments', () => {
  test('of a workday', () => {
    expect(
      parseOptions([
        ...RADIO,
        '--workday',
        '7',
        '--hours',
        '0.5',
        '--speed',
        '2.5',
        '--wait',
        '--ppm',
        '7000',
      ]),
    ).toEqual({
      radio: '/run/hci',
      driver: 'witmotion',
      name: null,
      address: null,
      source: { kind: 'workday', seed: 7, hours: 0.5 },
      speed: 2.5,
      ppm: 7000,
      waits: true,
      extra: {},
    });
  });

  test('of a recording, with settings of the driver', () => {
    const options = parseOptions([
      ...RADIO,
      '--recording',
      'walk.csv',
      '--option',
      'uuidBase=sig',
      '--option',
      'length=28',
      '--address',
      'C0:DE:00:00:00:01',
    ]);
    expect(options.source).toEqual({ kind: 'recording', path: 'walk.csv' });
    expect(options.extra).toEqual({ uuidBase: 'sig', length: '28' });
    expect(options.address).toBe('c0:de:00:00:00:01');
  });

  test.each([
    [['--workday', '1'], '--radio is missing'],
    [RADIO, 'give either --recording <file> or --workday <seed>'],
    [[...RADIO, '--workday', '1', '--recording', 'x'], 'give either'],
    [[...RADIO, '--workday', '1', '--speed', '0'], '--speed 0 is no number from 0.01 to 1000'],
    [[...RADIO, '--workday', '1', '--hours', ''], '--hours  is no number'],
    [[...RADIO, '--workday', '1', '--address', 'x'], '--address x is no address'],
    [[...RADIO, '--workday', '1', '--option', 'x'], '--option x is not key=value'],
    [[...RADIO, '--workday', '1', '--colour', 'red'], "Unknown option '--colour'"],
  ])('%j say what is wrong', (argv, message) => {
    expect(() => parseOptions(argv)).toThrow(message);
  });
});

test('a name has one static address', () => {
  expect(addressFor('witmotion A')).toBe(addressFor('witmotion A'));
  expect(addressFor('witmotion A')).not.toBe(addressFor('witmotion B'));
  expect(Number.parseInt(addressFor('x').slice(0, 2), 16)).toBeGreaterThanOrEqual(0xc0);
});
