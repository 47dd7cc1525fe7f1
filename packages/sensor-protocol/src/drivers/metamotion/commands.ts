import { command } from '../../command.ts';
import type { Command, CommandExpectation, DriverOptions } from '../../driver.ts';
import {
  ACC_DATA,
  ACC_RANGE_G,
  ACCOUNTER,
  BATTERY,
  CHIPS,
  type Chip,
  CONFIG,
  ENABLE,
  GYRO_CONFIG_HIGH,
  INFO,
  INTERRUPT,
  MODULE,
  NO_INPUT,
  PROCESSOR,
  PROCESSOR_ID,
  PROCESSOR_TYPE,
  RATE_CODES,
  SILENT_READ,
  sourceOf,
} from './protocol.ts';

export const COMMAND_UUID = '326a900185cb9195d9dd464cfbbae75a';
const TIMEOUT_MS = 500;
const TRIES = 3;
/** Answers of the accounter run through here again and again. */
export const CONFIG_KEY = {
  acc: 'accImplementation',
  gyro: 'gyroImplementation',
  processor: 'processor',
} as const;

const send = (bytes: readonly number[], purpose: string): Command => command(COMMAND_UUID, bytes, purpose);

function ask(
  bytes: readonly number[],
  purpose: string,
  expect: Pick<CommandExpectation, 'key' | 'value'>,
): Command {
  return command(COMMAND_UUID, bytes, purpose, {
    expect: {
      ...expect,
      timeoutMs: TIMEOUT_MS,
      tries: expect.value === undefined ? TRIES : 1,
      required: true,
    },
  });
}

const onChip = (chip: Chip, { characteristic, bytes, purpose, expect }: Command): Command =>
  command(characteristic, bytes, `${purpose} (${chip.name})`, {
    onlyIf: { key: CONFIG_KEY.acc, value: chip.implementation },
    ...(expect ? { expect } : {}),
  });

/** Boards keep processors, events, logs and running sensors over a disconnect, down to 2 samples a second. */
function tearDown(): readonly Command[] {
  return [
    send([MODULE.processor, PROCESSOR.removeAll], 'remove processors of earlier programs'),
    send([MODULE.event, 0x05], 'remove events of earlier programs'),
    send([MODULE.log, 0x0a], 'remove log triggers of earlier programs'),
    send([MODULE.fusion, ENABLE, 0], 'stop the sensor fusion'),
    send([MODULE.fusion, CONFIG, 0, 0x7f], 'switch the fusion outputs off'),
    ...stopSensors(),
    send([MODULE.acc, ACC_DATA, 0], 'end raw acceleration'),
  ];
}

function stopSensors(): readonly Command[] {
  return [
    send([MODULE.acc, ENABLE, 0], 'stop the accelerometer'),
    send([MODULE.gyro, ENABLE, 0], 'stop the gyroscope'),
    send([MODULE.acc, INTERRUPT, 0, 1], 'switch acceleration off'),
    send([MODULE.gyro, INTERRUPT, 0, 1], 'switch the angular rate off'),
  ];
}

const created = (id: number): Pick<CommandExpectation, 'key' | 'value'> => ({
  key: CONFIG_KEY.processor,
  value: id,
});

/** Raw streams of an earlier program would share the air with ours. */
const endRawStreams = ({ accPacked, gyroData, gyroPacked }: Chip): readonly Command[] => [
  send([MODULE.acc, accPacked, 0], 'end packed acceleration'),
  send([MODULE.gyro, gyroData, 0], 'end raw angular rate'),
  send([MODULE.gyro, gyroPacked, 0], 'end packed angular rate'),
];

/** What differs between the chips: data registers and acceleration range codes. */
function chipCommands(chip: Chip, odr: number): readonly Command[] {
  const { processor, acc, gyro } = MODULE;
  const six = 0xa0;
  return [
    ...endRawStreams(chip),
    send(
      [acc, CONFIG, chip.accConfigHigh | odr, chip.accRangeCodes[ACC_RANGE_G]!],
      'set acceleration rate and range',
    ),
    ask(
      [processor, PROCESSOR.add, gyro, chip.gyroData, NO_INPUT, six, PROCESSOR_TYPE.buffer, 5],
      'hold the latest angular rate',
      created(PROCESSOR_ID.gyroBuffer),
    ),
  ].map((each) => onChip(chip, each));
}

/** Acceleration joined with the held angular rate, stamped with the board's clock: one packet per sample. */
function graph(kind: number): readonly Command[] {
  const { processor, acc } = MODULE;
  const inputs = [1, PROCESSOR_ID.gyroBuffer, ...new Array<number>(11).fill(0)];
  const { fuser, accounter } = PROCESSOR_ID;
  return [
    ask(
      [processor, PROCESSOR.add, acc, ACC_DATA, NO_INPUT, sourceOf(6), PROCESSOR_TYPE.fuser, ...inputs],
      'join acceleration and angular rate',
      created(fuser),
    ),
    ask(
      [
        processor,
        PROCESSOR.add,
        processor,
        PROCESSOR.data,
        fuser,
        sourceOf(12),
        PROCESSOR_TYPE.accounter,
        kind,
        3,
      ],
      'stamp the samples on the board',
      created(accounter),
    ),
    send([processor, PROCESSOR.notify, accounter, 1], 'send the stamped samples'),
    send([processor, PROCESSOR.data, 1], 'switch processor output on'),
  ];
}

export function startCommands(options: DriverOptions): readonly Command[] {
  const odr = RATE_CODES[options.rateHz];
  if (odr === undefined) {
    const rates = Object.keys(RATE_CODES).join(', ');
    throw new RangeError(`rateHz ${options.rateHz} is not possible on a MetaMotion: use one of ${rates}`);
  }
  const kind = options.extra.accounter === 'count' ? ACCOUNTER.count : ACCOUNTER.time;
  return [
    ...tearDown(),
    ask([MODULE.acc, INFO], 'ask for the accelerometer chip', { key: CONFIG_KEY.acc }),
    ask([MODULE.gyro, INFO], 'ask for the gyroscope chip', { key: CONFIG_KEY.gyro }),
    ...CHIPS.flatMap((chip) => chipCommands(chip, odr)),
    send([MODULE.gyro, CONFIG, GYRO_CONFIG_HIGH | odr, 0], 'set angular rate to 2000 degrees per second'),
    ...graph(kind),
    send([MODULE.acc, INTERRUPT, 1, 0], 'switch acceleration on'),
    send([MODULE.gyro, INTERRUPT, 1, 0], 'switch the angular rate on'),
    send([MODULE.gyro, ENABLE, 1], 'start the gyroscope'),
    send([MODULE.acc, ENABLE, 1], 'start the accelerometer'),
  ];
}

export const stopCommands = (): readonly Command[] => [
  ...stopSensors(),
  send([MODULE.processor, PROCESSOR.removeAll], 'remove our processors'),
];

export const batteryCommands = (): readonly Command[] => [
  command(COMMAND_UUID, [MODULE.settings, SILENT_READ | BATTERY], 'read the battery', {
    expect: { key: 'battery', timeoutMs: TIMEOUT_MS, tries: 1 },
  }),
];
