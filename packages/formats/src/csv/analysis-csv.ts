import type { Bout, LoadRow, OrientationColumns, PostureSecond, RotationEvent } from '@plumbline/core';
import type { ByteWriter } from './byte-writer.ts';

/** The CSV files of an analysis (docs/recording-format.md): one header and one row writer each. */

const COMMA = 44;
const NEWLINE = 10;
/** 1e-9 of a unit quaternion is 1e-7 degrees. */
const QUATERNION_DECIMALS = 9;
const PROBABILITY_DECIMALS = 4;
const ANGLE_DECIMALS = 3;
const SHARE_DECIMALS = 4;
/** Movements per 15 min are whole only where all 15 were seen. */
const RATE_DECIMALS = 2;

export const ORIENTATION_HEADER = 't_us,w,x,y,z\n';
export const POSTURE_HEADER = 't_us,state,probability\n';
export const BOUTS_HEADER = 'start_us,end_us,state\n';
export const ROTATION_HEADER = 'start_us,peak_us,end_us,kind,peak_deg,context\n';
export const LOAD_HEADER = 't_us,holding_s,band,creep,shifts_15min,fidgets_15min\n';

export type QuaternionColumns = Pick<OrientationColumns, 'n' | 'tUs' | 'w' | 'x' | 'y' | 'z'>;

export function writeOrientationRows(out: ByteWriter, rows: QuaternionColumns): void {
  for (let i = 0; i < rows.n; i++) {
    out.fixed(rows.tUs[i]!, 0);
    for (const column of [rows.w, rows.x, rows.y, rows.z]) {
      out.byte(COMMA);
      out.fixed(column[i]!, QUATERNION_DECIMALS);
    }
    out.byte(NEWLINE);
  }
}

export function writePostureRow(out: ByteWriter, row: PostureSecond): void {
  writeRow(out, [integer(row.tUs), row.state, decimal(row.probability, PROBABILITY_DECIMALS)]);
}

export function writeBoutRow(out: ByteWriter, row: Bout): void {
  writeRow(out, [integer(row.startUs), integer(row.endUs), row.state]);
}

export function writeRotationRow(out: ByteWriter, row: RotationEvent): void {
  const times = [row.startUs, row.peakUs, row.endUs].map(integer);
  writeRow(out, [...times, row.kind, decimal(row.peakDeg, ANGLE_DECIMALS), row.context]);
}

export function writeLoadRow(out: ByteWriter, row: LoadRow): void {
  writeRow(out, [
    integer(row.tUs),
    decimal(row.holdingS, 0),
    row.band,
    row.creep === null ? '' : decimal(row.creep, SHARE_DECIMALS),
    row.shifts15min === null ? '' : decimal(row.shifts15min, RATE_DECIMALS),
    row.fidgets15min === null ? '' : decimal(row.fidgets15min, RATE_DECIMALS),
  ]);
}

type Field = string | { readonly value: number; readonly decimals: number };

function integer(value: number): Field {
  return { value, decimals: 0 };
}

function decimal(value: number, decimals: number): Field {
  return { value, decimals };
}

function writeRow(out: ByteWriter, fields: readonly Field[]): void {
  fields.forEach((field, i) => {
    if (i > 0) out.byte(COMMA);
    if (typeof field === 'string') out.text(field);
    else out.fixed(field.value, field.decimals);
  });
  out.byte(NEWLINE);
}
