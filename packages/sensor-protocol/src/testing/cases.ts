const LINE_FIELDS = ['acc', 'gyr'].flatMap((quantity, q) =>
  ['x', 'y', 'z'].map((axis, i) => ({
    name: `${quantity}_${axis}`,
    unit: quantity === 'acc' ? 'm/s2' : 'rad/s',
    column: 1 + 3 * q + i,
    path: `${quantity}.${axis}`,
  })),
);
const lineProfile = (kind: string): string =>
  JSON.stringify({
    id: 'line',
    service: '6e400001-b5a3-f393-e0a9-e50e24dcca9e',
    notify: '9c6f0002-6e1b-4b5e-9a53-1f2d70b3a001',
    rateHz: 50,
    framing: { kind, checksum: 'crc16' },
    fields: LINE_FIELDS,
    time: { unit: 'us', column: 0, path: 't' },
  });
const CSV_PROFILE = lineProfile('csv');
const JSON_PROFILE = lineProfile('json');

/** Every family with its important settings: what is tested and fuzzed. */
export const CASES: readonly (readonly [
  id: string,
  rateHz: number,
  extra: Readonly<Record<string, string>>,
])[] = [
  ['witmotion', 50, {}],
  ['witmotion', 200, { mode: '0' }],
  ['witmotion', 50, { framing: 'serial' }],
  ['movella-dot', 60, {}],
  ['movella-dot', 20, { mode: '26' }],
  ['movella-dot', 60, { mode: '24' }],
  ['movella-dot', 60, { mode: '3' }],
  ['capture2go', 50, {}],
  ['capture2go', 200, {}],
  ['metamotion', 50, {}],
  ['metamotion', 100, { chip: 'bmi270', leftovers: 'yes' }],
  ['metamotion', 25, { accounter: 'count' }],
  ['generic', 50, {}],
  ['generic', 50, { profile: CSV_PROFILE }],
  ['generic', 50, { profile: JSON_PROFILE }],
  ['movesense', 52, {}],
  ['movesense', 104, { path: 'imu9' }],
  ['movesense', 26, { path: 'acc' }],
  ['thingy52', 50, {}],
  ['sensortag', 10, {}],
  ['bluest', 20, {}],
  ['polar-h10', 50, {}],
  ['polar-verity', 52, {}],
];
