import { parseArgs } from 'node:util';
import { drivers } from '@plumbline/sensor-protocol';

export interface SensorOptions {
  /** Unix socket or `host:port` of an HCI controller that speaks H4. */
  readonly radio: string;
  readonly driver: string;
  readonly name: string | null;
  readonly address: string | null;
  readonly source: SourceChoice;
  readonly speed: number;
  /** How much slower than the wall its crystal runs, parts per million. */
  readonly ppm: number;
  /** Time stands still while nobody listens. */
  readonly waits: boolean;
  /** Driver-specific settings. */
  readonly extra: Readonly<Record<string, string>>;
}

export type SourceChoice =
  | { readonly kind: 'recording'; readonly path: string }
  | { readonly kind: 'workday'; readonly seed: number; readonly hours: number };

/** What cannot be done as asked, in one line with the remedy. */
export class SensorFailure extends Error {
  override readonly name = 'SensorFailure';
}

export const HELP = `A virtual sensor on a virtual radio.

  --radio <path | host:port>   HCI controller (H4) to use, required
  --recording <file>           play a recording (.csv, .csv.gz), or
  --workday <seed>             play a synthetic workday
  --hours <n>                  length of that day, 8 without it
  --speed <n>                  n times faster
  --ppm <n>                    crystal slower by so many millionths, such as 7000 for a WitMotion; 0 without it
  --wait                       time stands still while nobody listens
  --driver <id>                ${drivers.map((driver) => driver.id).join(', ')}; witmotion without it
  --name <name>                name on the air
  --address <aa:bb:...>        address on the air, made from the name without it
  --option <key=value>         setting of the driver, several times

Examples:
  node dist/main.js --radio /run/plumbline/hci --workday 1
  node dist/main.js --radio 127.0.0.1:4790 --recording walk.csv.gz --speed 10`;

const MAX_SPEED = 1000;
const MAX_HOURS = 24;
const MAX_PPM = 20_000;
const MAX_SEED = 2 ** 53 - 1;
const ADDRESS = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i;

/** Throws a {@link SensorFailure}. */
export function parseOptions(argv: readonly string[]): SensorOptions {
  const given = parse(argv);
  if (given.radio === undefined)
    throw new SensorFailure('--radio is missing: give a unix socket or host:port');
  if (given.address !== undefined && !ADDRESS.test(given.address)) {
    throw new SensorFailure(`--address ${given.address} is no address: write c0:de:00:00:00:01`);
  }
  return {
    radio: given.radio,
    driver: given.driver ?? 'witmotion',
    name: given.name ?? null,
    address: given.address?.toLowerCase() ?? null,
    source: chooseSource(given),
    speed: number('--speed', given.speed ?? '1', 0.01, MAX_SPEED),
    ppm: number('--ppm', given.ppm ?? '0', -MAX_PPM, MAX_PPM),
    waits: given.wait ?? false,
    extra: Object.fromEntries((given.option ?? []).map(keyAndValue)),
  };
}

interface Given {
  readonly radio?: string;
  readonly recording?: string;
  readonly workday?: string;
  readonly hours?: string;
  readonly speed?: string;
  readonly ppm?: string;
  readonly wait?: boolean;
  readonly driver?: string;
  readonly name?: string;
  readonly address?: string;
  readonly option?: readonly string[];
}

function parse(argv: readonly string[]): Given {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...argv],
      options: {
        radio: text,
        recording: text,
        workday: text,
        hours: text,
        speed: text,
        ppm: text,
        wait: { type: 'boolean' },
        driver: text,
        name: text,
        address: text,
        option: { type: 'string', multiple: true },
      },
    }).values as Given;
  } catch (error) {
    throw new SensorFailure(`${(error as Error).message}: see --help`);
  }
}

function chooseSource(given: Given): SourceChoice {
  if ((given.recording === undefined) === (given.workday === undefined)) {
    throw new SensorFailure('give either --recording <file> or --workday <seed>');
  }
  if (given.recording !== undefined) return { kind: 'recording', path: given.recording };
  return {
    kind: 'workday',
    seed: number('--workday', given.workday!, 0, MAX_SEED),
    hours: number('--hours', given.hours ?? '8', 0.05, MAX_HOURS),
  };
}

function number(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= min && value <= max) return value;
  throw new SensorFailure(`${name} ${text} is no number from ${min} to ${max}`);
}

function keyAndValue(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new SensorFailure(`--option ${text} is not key=value`);
}
