import type { Queries } from '../database/database.ts';
import { POSTURE_CODES } from '../database/posture-codes.ts';
import type { DerivedRows } from './derived-rows.ts';
import * as sql from './ingest.sql.ts';
import { CODEC_BLOCK_DEFLATE } from './sample-blocks.ts';
import { scaleAngle, scaleSecond } from './scaled-second.ts';
import type { SessionWrite, StreamWrite } from './writes.ts';

/** The ledger of these streams stands elsewhere than the writer believed: nothing was stored. */
export class LedgerMoved extends Error {
  readonly streamIds: readonly number[];

  constructor(streamIds: readonly number[]) {
    super(`the ledger of streams ${streamIds.join(', ')} stands elsewhere`);
    this.streamIds = streamIds;
  }
}

/** Numbers of the algorithms that said the rows. */
export interface AlgorithmIds {
  readonly posture: number;
  readonly rotation: number;
  readonly load: number;
}

/** The whole of one commit, inside one transaction. */
export async function putWrites(
  queries: Queries,
  writes: readonly SessionWrite[],
  algorithms: AlgorithmIds,
): Promise<void> {
  const streams = writes.flatMap(({ tenantId, streams }) => streams.map((stream) => ({ tenantId, stream })));
  await advance(queries, streams);
  await putBlocks(queries, streams);
  await putSlowRecords(queries, streams);
  await answer(queries, writes);
  await cutSeconds(queries, writes, algorithms.posture);
  await putSeconds(queries, writes, algorithms.posture);
  await putBouts(queries, writes, algorithms.posture);
  await takeBack(queries, writes);
  await putRotations(queries, writes, algorithms.rotation);
  await putLoad(queries, writes, algorithms.load);
  await putBreaks(queries, writes, algorithms.load);
  await queueSummaries(queries, writes);
  await putPipelines(queries, writes);
  await putCalibrations(queries, writes, algorithms.posture);
}

interface OfTenant {
  readonly tenantId: number;
  readonly stream: StreamWrite;
}

/** Many rows in one statement, an array parameter a column. No rows: no statement. */
async function put<T>(
  queries: Queries,
  statement: string,
  rows: readonly T[],
  values: (row: T) => readonly unknown[],
  constants: readonly unknown[] = [],
): Promise<void> {
  if (rows.length > 0) await queries.query(statement, [...transpose(rows.map(values)), ...constants]);
}

function transpose(rows: readonly (readonly unknown[])[]): unknown[][] {
  return rows[0]!.map((_, column) => rows.map((row) => row[column]));
}

async function advance(queries: Queries, streams: readonly OfTenant[]): Promise<void> {
  if (streams.length === 0) return;
  const columns = streams.map(({ stream: s }) => [
    ...[s.streamId, s.expectedSeq, s.nextSeq, s.samples, s.rejected.length, s.lastUs],
  ]);
  const rows = await queries.query<{ stream_id: number }>(sql.ADVANCE, transpose(columns));
  const advanced = new Set(rows.map((row) => row.stream_id));
  const moved = streams.map(({ stream }) => stream.streamId).filter((id) => !advanced.has(id));
  if (moved.length > 0) throw new LedgerMoved(moved);
}

async function putBlocks(queries: Queries, streams: readonly OfTenant[]): Promise<void> {
  const blocks = streams.flatMap(({ tenantId, stream }) =>
    stream.blocks.map((b) => [stream.streamId, tenantId, b.t0Us, b.lastUs, b.firstSample, b.n, b.payload]),
  );
  await put(queries, sql.PUT_BLOCKS, blocks, (row) => row, [CODEC_BLOCK_DEFLATE]);
}

async function putSlowRecords(queries: Queries, streams: readonly OfTenant[]): Promise<void> {
  const each = <T>(
    pick: (stream: StreamWrite) => readonly T[],
  ): { id: readonly [number, number]; row: T }[] =>
    streams.flatMap(({ tenantId, stream }) =>
      pick(stream).map((row) => ({ id: [stream.streamId, tenantId] as const, row })),
    );
  const gaps = each((stream) => stream.gaps);
  await put(queries, sql.PUT_GAPS, gaps, ({ id, row: { sequence, value: gap } }) => [
    ...[...id, sequence, gap.startUs, gap.endUs, gap.missing, gap.exact, gap.cause],
  ]);
  const states = each((stream) => stream.deviceStates);
  await put(queries, sql.PUT_DEVICE_STATES, states, ({ id, row: { sequence, value: device } }) => [
    ...[...id, sequence, device.tUs, device.batteryPercent, device.clockSlopePpm, device.clockResidualP95Ms],
    JSON.stringify(device.config),
  ]);
  const rejected = each((stream) => stream.rejected);
  await put(queries, sql.PUT_REJECTED, rejected, ({ id, row: { sequence, value: fault } }) => [
    ...[...id, sequence, fault.field, fault.value, fault.remedy],
  ]);
  const closed = streams.flatMap(({ stream: { streamId, close } }) => (close ? [{ streamId, close }] : []));
  await put(queries, sql.CLOSE_STREAMS, closed, ({ streamId, close }) => [
    streamId,
    close.endUs,
    close.reason,
  ]);
}

const idsOf = (w: SessionWrite): readonly number[] => [w.wearerId, w.sessionId, w.tenantId];

/** Before anything of this commit puts the session back into the queue. */
async function answer(queries: Queries, writes: readonly SessionWrite[]): Promise<void> {
  const asked = writes.filter((write) => write.answers !== null);
  await put(queries, sql.ANSWER, asked, (write) => [write.sessionId, write.answers]);
}

async function cutSeconds(
  queries: Queries,
  writes: readonly SessionWrite[],
  algorithm: number,
): Promise<void> {
  const anew = writes.filter(({ derived }) => derived.anewFromUs !== null);
  const from = (w: SessionWrite): readonly unknown[] => [w.wearerId, w.sessionId, w.derived.anewFromUs];
  await put(queries, sql.CUT_SECONDS, anew, from, [algorithm]);
}

async function putSeconds(
  queries: Queries,
  writes: readonly SessionWrite[],
  algorithm: number,
): Promise<void> {
  const rows = writes.flatMap((write) =>
    write.derived.seconds.map((second) => {
      const s = scaleSecond(second);
      const angles = [s.flexion, s.sideBend, s.rotation, s.tilt];
      return [...idsOf(write), s.us, s.state, s.probability, ...angles, s.activity, s.coverage];
    }),
  );
  await put(queries, sql.PUT_SECONDS, rows, (row) => row, [algorithm]);
}

async function putBouts(queries: Queries, writes: readonly SessionWrite[], algorithm: number): Promise<void> {
  const revised = writes.filter((write) => write.derived.boutsFromUs !== null);
  const cuts = revised.map((w) => [w.wearerId, w.sessionId, w.derived.boutsFromUs]);
  await put(queries, sql.CUT_BOUTS, cuts, (row) => row);
  const bouts = revised.flatMap((write) =>
    write.derived.bouts.map((bout) => [
      ...[...idsOf(write), bout.startUs, bout.endUs, POSTURE_CODES[bout.state], bout.open],
    ]),
  );
  await put(queries, sql.PUT_BOUTS, bouts, (row) => row, [algorithm]);
}

async function takeBack(queries: Queries, writes: readonly SessionWrite[]): Promise<void> {
  const goneOn = writes.filter((write) => write.derived.wentOn);
  await put(queries, sql.TAKE_BACK_ROTATIONS, goneOn, (write) => [write.sessionId]);
  await put(queries, sql.TAKE_BACK_LOAD, goneOn, (write) => [write.sessionId]);
  const anew = writes.filter((write) => write.derived.anewFromUs !== null);
  const from = (w: SessionWrite): readonly unknown[] => [w.wearerId, w.sessionId, w.derived.anewFromUs];
  await put(queries, sql.CUT_ROTATIONS, anew, from);
  const wrong = writes.filter((write) => write.derived.rotationsVoidFromUs !== null);
  const since = (w: SessionWrite): readonly unknown[] => [
    w.wearerId,
    w.sessionId,
    w.derived.rotationsVoidFromUs,
  ];
  await put(queries, sql.CUT_ROTATIONS, wrong, since);
  await put(queries, sql.CUT_LOAD, anew, from);
  await put(queries, sql.TAKE_BACK_BREAKS, goneOn, (write) => [write.sessionId]);
  await put(queries, sql.CUT_BREAKS, anew, from);
}

async function putRotations(
  queries: Queries,
  writes: readonly SessionWrite[],
  algorithm: number,
): Promise<void> {
  const rows = writes.flatMap((write) =>
    write.derived.rotations.map(({ row: e, provisional }) => [
      ...[...idsOf(write), e.peakUs, e.startUs, e.endUs, scaleAngle(e.peakDeg)],
      ...[e.peakSpeedDps ?? null, e.beyond10S ?? null, e.beyond20S ?? null],
      ...[e.kind, POSTURE_CODES[e.context], provisional],
    ]),
  );
  await put(queries, sql.PUT_ROTATIONS, rows, (row) => row, [algorithm]);
}

async function putLoad(queries: Queries, writes: readonly SessionWrite[], algorithm: number): Promise<void> {
  const rows = writes.flatMap((write) =>
    write.derived.load.map(({ row, provisional }) => [
      ...[...idsOf(write), row.tUs, row.holdingS, row.band, row.creep],
      ...[row.shifts15min, row.fidgets15min, row.posture ? POSTURE_CODES[row.posture] : null],
      ...[
        row.budgetShare ?? null,
        row.leaning ?? null,
        row.unbrokenS ?? null,
        row.unvariedS ?? null,
        provisional,
      ],
    ]),
  );
  await put(queries, sql.PUT_LOAD, rows, (row) => row, [algorithm]);
}

async function putBreaks(
  queries: Queries,
  writes: readonly SessionWrite[],
  algorithm: number,
): Promise<void> {
  const rows = writes.flatMap((write) =>
    write.derived.breaks.map(({ row, provisional }) => [
      ...[...idsOf(write), row.startUs, row.endUs, row.movingS, row.postureChanged, row.bandLeft],
      ...[row.creepBefore, row.creepAfter, row.creepRecovered, row.stillnessRecovered, provisional],
    ]),
  );
  await put(queries, sql.PUT_BREAKS, rows, (row) => row, [algorithm]);
}

/** The day is told anew when anything of it is. */
async function queueSummaries(queries: Queries, writes: readonly SessionWrite[]): Promise<void> {
  const touched = writes.flatMap((write) => {
    const span = spanOf(write.derived);
    return span === null ? [] : [[...idsOf(write), ...span]];
  });
  await put(queries, sql.QUEUE_SUMMARIES, touched, (row) => row);
}

function spanOf({
  seconds,
  bouts,
  rotations,
  load,
  breaks,
  rotationsVoidFromUs,
}: DerivedRows): readonly [number, number] | null {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  const touch = (startUs: number, endUs: number): void => {
    from = Math.min(from, startUs);
    to = Math.max(to, endUs);
  };
  for (const { tUs } of seconds) touch(tUs, tUs);
  for (const { startUs, endUs } of bouts) touch(startUs, endUs - 1);
  for (const { row } of rotations) touch(row.peakUs, row.peakUs);
  for (const { row } of load) touch(row.tUs - 1, row.tUs - 1);
  for (const { row } of breaks) touch(row.startUs, row.startUs);
  if (rotationsVoidFromUs !== null) touch(rotationsVoidFromUs, rotationsVoidFromUs);
  return from <= to ? [from, to] : null;
}

/** What the next session begins with rests on it. */
async function putCalibrations(
  queries: Queries,
  writes: readonly SessionWrite[],
  algorithm: number,
): Promise<void> {
  const anew = writes.filter(({ derived, mounting }) => derived.anewFromUs !== null && mounting !== null);
  await put(queries, sql.CUT_EVENTS, anew, (write) => [write.sessionId]);
  const rows = writes.flatMap((write) =>
    calibrationsOf(write).map(({ kind, us, parameters }) => [
      ...idsOf(write),
      kind,
      us,
      JSON.stringify(parameters),
    ]),
  );
  await put(queries, sql.TAKE_BACK_CALIBRATIONS, rows, ([, session, , kind, us]) => [session, kind, us]);
  await put(queries, sql.PUT_CALIBRATIONS, rows, (row) => row, [algorithm]);
  const known = writes.flatMap(({ sessionId, mounting }) => (mounting === null ? [] : [sessionId]));
  if (known.length > 0) await queries.query(sql.SEED_LATER, [known]);
}

function calibrationsOf({
  mounting,
  derived,
}: SessionWrite): { kind: string; us: number; parameters: object }[] {
  const events = derived.events.map((event) => ({
    kind: event.kind,
    us: event.warnedAtUs,
    parameters: event,
  }));
  return mounting ? [...events, { kind: 'mounting', us: mounting.atUs, parameters: mounting.state }] : events;
}

async function putPipelines(queries: Queries, writes: readonly SessionWrite[]): Promise<void> {
  const snapshots = writes.flatMap(({ sessionId, snapshot: s }) =>
    s === null ? [] : [[sessionId, s.lastUs, s.parameters, s.bytes]],
  );
  await put(queries, sql.PUT_SNAPSHOTS, snapshots, (row) => row);
  const late = writes.filter((write) => write.recomputeFromUs !== null);
  await put(queries, sql.QUEUE_RECOMPUTE, late, (w) => [w.sessionId, w.tenantId, w.recomputeFromUs]);
}
