import { EventEmitter } from 'node:events';
import { LIVE_PROTOCOL } from '@plumbline/contract';
import { CALENDAR_PARAMS, createCalendar, type PipelineOutput } from '@plumbline/core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { connectionOf } from './connection-state.ts';
import { HEARTBEAT_MS, LiveClient, MAX_UNSENT_BYTES } from './live-client.ts';
import { LiveRoom } from './live-room.ts';

const NOW_MS = 1_795_000_000_000;
const NOW_US = NOW_MS * 1000;
const calendar = createCalendar('UTC', CALENDAR_PARAMS.declared);

/** What a websocket is to a client: a place to send to that says how much is still unsent. */
class Wire extends EventEmitter {
  readonly OPEN = 1;
  readonly readyState = 1;
  bufferedAmount = 0;
  readonly sent: Record<string, unknown>[] = [];

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close = vi.fn();
  terminate = vi.fn();
}

function output(i: number): PipelineOutput {
  const one = Float64Array.of(i);
  return {
    orientation: {
      n: 1,
      tUs: Float64Array.of(NOW_US + i * 40_000),
      ...{
        w: one,
        x: one,
        y: one,
        z: one,
        flexionDeg: one,
        sideBendDeg: one,
        rotationDeg: one,
        tiltDeg: one,
      },
    },
    seconds: [],
    bouts: {
      fromUs: NOW_US,
      bouts: [{ startUs: NOW_US, endUs: NOW_US + i + 1, state: 'sitting', open: true }],
    },
    rotations: [],
    decidedUntilUs: null,
    load: [],
    mounting: { reference: null, forward: null, reason: 'walk' },
  };
}

let room: LiveRoom;
let wire: Wire;
let client: LiveClient;
let nowMs: number;
const update = () =>
  client.update(room, nowMs, (cursor) => {
    const told = room.since(cursor, nowMs * 1000);
    return told && { text: JSON.stringify(told.message), cursor: told.cursor };
  });

beforeEach(() => {
  const connection = connectionOf({
    nowUs: NOW_US,
    gatewaysConnected: 0,
    statuses: [],
    lastSampleUs: null,
    receivedUs: null,
    databaseReason: null,
  });
  room = new LiveRoom(calendar, calendar.dayOf(NOW_US), new Map(), connection);
  wire = new Wire();
  nowMs = NOW_MS;
  client = new LiveClient(wire as unknown as WebSocket, () => {});
  client.join(room, nowMs);
});

describe('whoever connects', () => {
  const wanted: string[] = [];
  const says = (message: unknown): boolean => wire.emit('message', JSON.stringify(message));
  const subscribe = (wearer: string) => ({ type: 'subscribe', protocol: LIVE_PROTOCOL, wearer });

  beforeEach(() => {
    vi.useFakeTimers();
    wanted.length = 0;
    wire = new Wire();
    client = new LiveClient(wire as unknown as WebSocket, (wearer) => wanted.push(wearer));
  });
  afterEach(() => void vi.useRealTimers());

  test('follows one wearer, the first', () => {
    says(subscribe('me'));
    says(subscribe(crypto.randomUUID()));
    expect(wanted).toEqual(['me']);
  });

  test('and asks for nobody is not let stay, and cut off where it does not go', () => {
    vi.advanceTimersByTime(9_999);
    expect(wire.close).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(wire.sent.at(-1)).toMatchObject({ type: 'error', reason: 'Nothing was subscribed to.' });
    expect(wire.close).toHaveBeenCalledWith(1008);
    vi.advanceTimersByTime(2_000);
    expect(wire.terminate).toHaveBeenCalledOnce();
  });

  test('and says something else is told so with a little of it', () => {
    says('x'.repeat(1_000));
    expect(String(wire.sent.at(-1)!.reason).length).toBeLessThan(200);
    expect(wanted).toEqual([]);
  });
});

describe('a client that does not read', () => {
  test('gets nothing more, and the latest of everything with the count of what it missed when it reads again', () => {
    room.output(1, output(0));
    update();
    wire.bufferedAmount = MAX_UNSENT_BYTES + 1;
    for (let i = 1; i <= 5; i++) {
      room.output(1, output(i));
      update();
    }
    expect(wire.sent).toHaveLength(2);
    wire.bufferedAmount = 0;
    update();
    expect(wire.sent.at(-1)).toMatchObject({
      type: 'update',
      skipped: 5,
      trace: { flexionDeg: [1, 2, 3, 4, 5] },
      quaternion: [5, 5, 5, 5],
      bouts: { bouts: [{ endUs: NOW_US + 6 }] },
    });
    room.output(1, output(6));
    update();
    expect(wire.sent.at(-1)).not.toHaveProperty('skipped');
    expect(wire.sent.at(-1)).toMatchObject({ trace: { flexionDeg: [6] } });
  });

  test('for longer than the trace lasts gets the whole picture again', () => {
    wire.bufferedAmount = MAX_UNSENT_BYTES + 1;
    for (let i = 0; i < 1_000; i++) {
      room.output(1, output(i));
      update();
    }
    wire.bufferedAmount = 0;
    update();
    expect(wire.sent.at(-1)).toMatchObject({ type: 'state', quaternion: [999, 999, 999, 999] });
  });
});

describe('a client', () => {
  test('is told nothing while nothing changes, but that the link stands', () => {
    update();
    expect(wire.sent).toHaveLength(1);
    nowMs += HEARTBEAT_MS;
    update();
    expect(wire.sent.at(-1)).toEqual({ type: 'update', serverUs: nowMs * 1000 });
  });

  test('is told of a bout that changed several times between two updates once, with its last word', () => {
    for (let i = 0; i < 200; i++) room.output(1, output(i));
    update();
    expect(wire.sent.at(-1)).toMatchObject({ bouts: { bouts: [{ endUs: NOW_US + 200 }] } });
  });

  test('is told everything again at midnight, without the bouts of yesterday', () => {
    room.output(1, output(0));
    update();
    const tomorrow = calendar.dayOf(NOW_US + 86_400e6);
    room.beginDayOf(NOW_US + 86_400e6);
    update();
    expect(wire.sent.at(-1)).toMatchObject({ type: 'state', day: { startUs: tomorrow.startUs, bouts: [] } });
  });
});
