import type { LoadRow } from '@plumbline/core';
import { expect, it } from 'vitest';
import { LOAD_HEADER, writeLoadRow } from './analysis-csv.ts';
import { ByteWriter } from './byte-writer.ts';

const ROW: LoadRow = {
  tUs: 620e6,
  holdingS: 279,
  band: 'neutral',
  creep: 0.17474608,
  shifts15min: 12.138728,
  fidgets15min: null,
};

it('writes movements per 15 min as the rates they are, and nothing where there is none', () => {
  const out = new ByteWriter();
  writeLoadRow(out, ROW);
  expect(LOAD_HEADER).toBe('t_us,holding_s,band,creep,shifts_15min,fidgets_15min\n');
  expect(new TextDecoder().decode(out.take())).toBe('620000000,279,neutral,0.1747,12.14,\n');
});
