import type { MountingEvent, PipelineOutput, RotationEvent } from '@plumbline/core';
import { expect, test } from 'vitest';
import { DerivedRowsBuilder } from './derived-rows.ts';

const EMPTY = { seconds: [], bouts: { fromUs: null, bouts: [] }, rotations: [], load: [] };
const rotation = (startUs: number, peakUs: number, peakDeg: number): RotationEvent =>
  ({ startUs, peakUs, endUs: peakUs + 1, peakDeg, kind: 'rotation', context: 'sitting' }) as RotationEvent;
const saying = (...rotations: RotationEvent[]): PipelineOutput =>
  ({ ...EMPTY, rotations }) as unknown as PipelineOutput;

test('one statement names a rotation once, and the last word counts', () => {
  const builder = new DerivedRowsBuilder();
  builder.add(saying(rotation(1, 5, 10)));
  builder.add(saying(rotation(1, 5, 12)));
  expect(builder.take().rotations.map(({ row }) => row.peakDeg)).toEqual([12]);
});

test('two rotations may share their peak: a turn, and the excursion back from it', () => {
  const builder = new DerivedRowsBuilder();
  builder.add(saying(rotation(1, 5, -29), rotation(4, 5, -10)));
  expect(builder.take().rotations).toHaveLength(2);
});

test('what was said for a stream that had closed is taken back when it goes on', () => {
  const builder = new DerivedRowsBuilder();
  builder.addClosing(saying(rotation(1, 5, 10)));
  builder.add(saying(rotation(7, 9, 11)));
  expect(builder.take().rotations.map(({ row }) => row.peakUs)).toEqual([9]);
});

test('rotations of a gyroscope that turned against gravity are void, those after it was put right stand', () => {
  const builder = new DerivedRowsBuilder();
  const times = { lastGoodUs: null, angleDeg: null, withdrawnAtUs: null };
  const against: MountingEvent = { kind: 'gyro_against', tUs: 3, warnedAtUs: 8, judgedAtUs: 8, ...times };
  builder.add(saying(rotation(1, 2, 10), rotation(4, 5, 11)));
  builder.add({ ...saying(rotation(8, 9, 12)), mountingEvents: [against] });
  const { rotations, rotationsVoidFromUs } = builder.take();
  expect(rotations.map(({ row }) => row.peakUs)).toEqual([2, 9]);
  expect(rotationsVoidFromUs).toBe(3);
  expect(builder.take().rotationsVoidFromUs).toBeNull();
});
