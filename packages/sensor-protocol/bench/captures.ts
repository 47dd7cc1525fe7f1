import type { Driver, DriverOptions } from '../src/driver.ts';
import { Link, randomSample } from '../src/testing/link.ts';
import { mulberry32 } from '../src/testing/random.ts';
import { normaliseUuid } from '../src/uuid.ts';

export interface Notification {
  readonly characteristic: string;
  readonly bytes: Uint8Array;
}

/** What a driver's virtual peripheral sends over its start sequence and `samples` samples. */
export function captureOf(
  driver: Driver,
  samples: number,
  options: DriverOptions = { rateHz: driver.capabilities.defaultRateHz, extra: {} },
): readonly Notification[] {
  const link = new Link(driver, options, driver.createVirtual({ extra: options.extra }));
  const sent: Notification[] = [];
  link.tamper(({ characteristic, bytes }) => {
    sent.push({ characteristic: normaliseUuid(characteristic), bytes });
    return bytes;
  });
  link.start();
  const random = mulberry32(1);
  for (let i = 0; i < samples; i++) link.feed(randomSample(random));
  link.drain();
  return sent;
}
