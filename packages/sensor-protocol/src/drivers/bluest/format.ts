import { int16At, uint16At } from '../../bytes.ts';
import type { DriverOptions } from '../../driver.ts';
import type { FixedFormat } from '../../fixed-decoder.ts';
import { mps2PerG, RADPS_PER_DPS, UT_PER_MILLIGAUSS, vectorChannels } from '../../scales.ts';

export const featureUuid = (mask: string): string => `${mask}-0001-11e1-ac36-0002a5d5c51b`;
export const bareFeatureUuid = (mask: string): string => featureUuid(mask).replaceAll('-', '');

/** Acceleration, gyroscope and magnetometer in one characteristic. */
export const MOTION_MASK = '00e00000';
export const MOTION_BYTES = 20;
export const TIME_BYTES = 2;

export const ACC_G = 0.001;
export const GYR_DPS = 0.1;
export const TIME_TICKS = 65536;
/** What the decoder's own times wrap at, whatever a tick is. */
export const CLOCK_WRAP_US = TIME_TICKS * 1000;

/** The unit of the 16-bit time depends on the firmware: milliseconds unless told otherwise. */
function tickUs({ extra }: DriverOptions): number {
  const ms = Number(extra.tick_ms ?? 1);
  if (Number.isFinite(ms) && ms > 0) return ms * 1000;
  throw new RangeError(
    `option tick_ms=${extra.tick_ms} is not possible: write milliseconds above 0, such as 1`,
  );
}

/** Ticks are counted on over their wrap here: a wrap in microseconds would depend on the unit. */
export function motionFormat(options: DriverOptions): FixedFormat {
  const unitUs = tickUs(options);
  let ticks = Number.NaN;
  return {
    characteristic: bareFeatureUuid(MOTION_MASK),
    short: MOTION_MASK,
    bytes: MOTION_BYTES,
    channels: [
      ...vectorChannels('acc', mps2PerG(ACC_G)),
      ...vectorChannels('gyr', GYR_DPS * RADPS_PER_DPS),
      ...vectorChannels('mag', UT_PER_MILLIGAUSS),
    ],
    read: (b, out) => {
      const time = uint16At(b, 0);
      ticks = Number.isNaN(ticks) ? time : ticks + ((time - ticks) & (TIME_TICKS - 1));
      const row = out.begin((ticks * unitUs) % CLOCK_WRAP_US);
      for (let c = 0; c < 9; c++) out.columns[c]![row] = int16At(b, TIME_BYTES + 2 * c);
      return true;
    },
  };
}
