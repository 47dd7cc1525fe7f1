import { parseProfile } from './profile.ts';

/**
 * The reference frame for builders: 20 bytes, so that it fits the smallest notification.
 * `u8 version = 1, u16 sequence, u32 microseconds, 3 x i16 acc / 2048 g, 3 x i16 gyro / 16.384 deg/s, u8 battery`.
 * See docs/devices/diy-frame.md.
 */
export const DIY_PROFILE_JSON = {
  id: 'generic',
  title: 'Generic profile, DIY frame',
  service: '9c6f0001-6e1b-4b5e-9a53-1f2d70b3a001',
  notify: '9c6f0002-6e1b-4b5e-9a53-1f2d70b3a001',
  rateHz: 50,
  framing: { kind: 'fixed', bytes: 20, header: '01' },
  fields: [
    ...['x', 'y', 'z'].map((axis, i) => ({
      name: `acc_${axis}`,
      type: 'i16',
      offset: 7 + 2 * i,
      scale: 1 / 2048,
      unit: 'g',
    })),
    ...['x', 'y', 'z'].map((axis, i) => ({
      name: `gyr_${axis}`,
      type: 'i16',
      offset: 13 + 2 * i,
      scale: 1 / 16.384,
      unit: 'deg/s',
    })),
  ],
  time: { type: 'u32', offset: 3, unit: 'us' },
  counter: { type: 'u16', offset: 1 },
  battery: { type: 'u8', offset: 19 },
};

export const DIY_PROFILE = parseProfile(DIY_PROFILE_JSON);
