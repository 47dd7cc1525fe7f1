import { parseArgs } from 'node:util';

export interface LoadOptions {
  /** One load after the other. */
  readonly wearers: readonly number[];
  readonly seconds: number;
  readonly everyMs: number;
  readonly followed: number;
  /** kill -9 of the API and of the database in turn, so many times in all; null: nobody is killed. */
  readonly kills: number | null;
  readonly json: boolean;
}

/** `--wearers 500 --seconds 60 --every 500 --followed 50`, or `--wearers 1000 --kills 20`. */
export function readOptions(args: readonly string[]): LoadOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      wearers: { type: 'string', default: '200' },
      seconds: { type: 'string', default: '60' },
      every: { type: 'string', default: '500' },
      followed: { type: 'string', default: '50' },
      kills: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  return {
    wearers: values.wearers.split(',').map((wearers) => whole('wearers', wearers)),
    seconds: whole('seconds', values.seconds),
    everyMs: whole('every', values.every),
    followed: whole('followed', values.followed),
    kills: values.kills === undefined ? null : whole('kills', values.kills),
    json: values.json,
  };
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`--${name} ${text}: give a whole number above 0`);
}
