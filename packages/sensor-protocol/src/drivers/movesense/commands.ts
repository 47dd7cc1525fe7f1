import { asciiBytes } from '../../bytes.ts';
import { command } from '../../command.ts';
import type { Command, DriverOptions } from '../../driver.ts';
import { responseKey } from './decoder.ts';
import { CODE, HELLO_REF, pathOf, RATES_HZ, STATUS, STREAM_REF } from './protocol.ts';

export const WRITE_UUID = '34800001718546d5b431630e7050e8f0';
const TIMEOUT_MS = 1000;

const unsubscribe = (): Command =>
  command(WRITE_UUID, [CODE.unsubscribe, STREAM_REF], 'end the measurement', {
    withResponse: true,
    expect: { key: responseKey(STREAM_REF), timeoutMs: TIMEOUT_MS, tries: 1 },
  });

/** An earlier connection's subscription may still stand: it is ended first. */
export function startCommands({ rateHz, extra }: DriverOptions): readonly Command[] {
  if (!RATES_HZ.includes(rateHz)) {
    throw new RangeError(`rateHz ${rateHz} is not a Movesense rate: use one of ${RATES_HZ.join(', ')}`);
  }
  const resource = `${pathOf(extra.path).resource}${rateHz}`;
  return [
    command(WRITE_UUID, [CODE.hello, HELLO_REF], 'ask who it is', {
      withResponse: true,
      expect: { key: 'hello', timeoutMs: TIMEOUT_MS, tries: 2 },
    }),
    unsubscribe(),
    command(WRITE_UUID, [CODE.subscribe, STREAM_REF, ...asciiBytes(resource), 0], `measure ${resource}`, {
      withResponse: true,
      expect: {
        key: responseKey(STREAM_REF),
        value: STATUS.ok,
        timeoutMs: TIMEOUT_MS,
        tries: 2,
        required: true,
      },
    }),
  ];
}

export const stopCommands = (): readonly Command[] => [unsubscribe()];
