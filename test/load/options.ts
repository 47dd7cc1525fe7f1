import { parseArgs } from 'node:util';

export interface LoadOptions {
  readonly wearers: number;
  /** Measured; opening the streams and the warm-up come before. */
  readonly seconds: number;
  /** Between two records of a wearer. */
  readonly everyMs: number;
  /** Wearers whose live picture is followed. */
  readonly followed: number;
  readonly json: boolean;
}

/** `--wearers 500 --seconds 60 --every 500 --followed 50`. */
export function readOptions(args: readonly string[]): LoadOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      wearers: { type: 'string', default: '200' },
      seconds: { type: 'string', default: '60' },
      every: { type: 'string', default: '500' },
      followed: { type: 'string', default: '50' },
      json: { type: 'boolean', default: false },
    },
  });
  const wearers = whole('wearers', values.wearers);
  return {
    wearers,
    seconds: whole('seconds', values.seconds),
    everyMs: whole('every', values.every),
    followed: Math.min(wearers, whole('followed', values.followed)),
    json: values.json,
  };
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`--${name} ${text}: give a whole number above 0`);
}
