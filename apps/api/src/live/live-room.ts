import { LIVE_PROTOCOL, type LivePosture, type LiveState, type LiveUpdate } from '@plumbline/contract';
import {
  applyBoutRevision,
  type Bout,
  type BoutRevision,
  type Calendar,
  type LocalDay,
  type PipelineOutput,
} from '@plumbline/core';
import { mergeBouts } from '../bouts/merge-bouts.ts';
import type { LiveConnection } from './connection-state.ts';
import { nextPosture } from './live-posture.ts';
import { TraceRing } from './trace-ring.ts';

/** How far a client has been told. Compare with `===` on every field. */
export interface Cursor {
  readonly epoch: number;
  readonly trace: number;
  readonly posture: number;
  readonly mounting: number;
  readonly connection: number;
  readonly bouts: number;
}

export interface Told {
  readonly message: LiveState | LiveUpdate;
  readonly cursor: Cursor;
}

/** Changes of the bouts remembered one by one; a client further behind gets the whole day. */
const MAX_BOUT_CHANGES = 64;
const NO_MOUNTING: LiveState['mounting'] = {
  reference: null,
  forward: null,
  reason: 'No samples have come yet.',
};

/** The live picture of one wearer. Holds values and versions, no clients: each client remembers its own cursor. */
export class LiveRoom {
  readonly #calendar: Calendar;
  readonly #trace: TraceRing;
  #day: LocalDay;
  readonly #sessions: Map<number, Bout[]>;
  #quaternion: [number, number, number, number] | null = null;
  #posture: LivePosture | null = null;
  #mounting = NO_MOUNTING;
  #connection: LiveConnection;
  #boutChanges: { readonly version: number; readonly fromUs: number }[] = [];
  #epoch = 0;
  #postureVersion = 0;
  #mountingVersion = 0;
  #connectionVersion = 0;
  #boutsVersion = 0;

  /** `sessions`: the bouts of the day so far; `trace`: of the last half minute. */
  constructor(
    calendar: Calendar,
    day: LocalDay,
    sessions: Map<number, Bout[]>,
    connection: LiveConnection,
    trace: TraceRing = new TraceRing(),
  ) {
    this.#trace = trace;
    this.#calendar = calendar;
    this.#day = day;
    this.#sessions = sessions;
    this.#connection = connection;
  }

  get timeZone(): string {
    return this.#calendar.timeZone;
  }

  get day(): LocalDay {
    return this.#day;
  }

  get connection(): LiveConnection {
    return this.#connection;
  }

  /** Midnight: everyone is told everything. A bout that goes on over midnight belongs to both days. */
  beginDayOf(tUs: number): void {
    const day = this.#calendar.dayOf(tUs);
    this.#day = day;
    for (const [id, bouts] of this.#sessions) {
      const rest = bouts.filter((bout) => bout.endUs > day.startUs);
      if (rest.length > 0) this.#sessions.set(id, rest);
      else this.#sessions.delete(id);
    }
    this.#epoch++;
  }

  connectionChanged(connection: LiveConnection): void {
    this.#connection = connection;
    this.#connectionVersion++;
  }

  output(sessionId: number, output: PipelineOutput): void {
    const { orientation, mounting } = output;
    if (!this.#trace.push(orientation)) this.#epoch++;
    if (orientation.n > 0) this.#quaternion = lastQuaternion(orientation);
    this.revise(sessionId, output.bouts);
    if (!sameMounting(mounting, this.#mounting)) {
      this.#mounting = mounting;
      this.#mountingVersion++;
    }
    this.#judge(output);
  }

  /** The bouts of a session changed; the present may be that of another one. */
  revise(sessionId: number, revision: BoutRevision): void {
    if (revision.fromUs === null) return;
    const bouts = applyBoutRevision(this.#sessions.get(sessionId) ?? [], revision);
    this.#sessions.set(sessionId, bouts);
    this.#boutsVersion++;
    this.#boutChanges.push({ version: this.#boutsVersion, fromUs: revision.fromUs });
    if (this.#boutChanges.length > MAX_BOUT_CHANGES) this.#boutChanges.shift();
  }

  state(serverUs: number): Told {
    const { startUs, endUs } = this.#day;
    const message: LiveState = {
      type: 'state',
      protocol: LIVE_PROTOCOL,
      serverUs,
      timeZone: this.timeZone,
      connection: this.#connection,
      posture: this.#posture,
      mounting: this.#mounting,
      trace: this.#trace.read(0),
      quaternion: this.#quaternion,
      day: { startUs, endUs, bouts: this.#bouts(startUs) },
    };
    return { message, cursor: this.#cursor() };
  }

  /** What a client does not know yet; null: nothing. One that is too far behind gets the whole picture. */
  since(cursor: Cursor, serverUs: number): Told | null {
    if (cursor.epoch !== this.#epoch || cursor.trace < this.#trace.start) return this.state(serverUs);
    const moved = cursor.trace < this.#trace.end;
    const changes: Omit<LiveUpdate, 'type' | 'serverUs'> = {
      ...(moved && { trace: this.#trace.read(cursor.trace) }),
      ...(moved && this.#quaternion && { quaternion: this.#quaternion }),
      ...(cursor.posture < this.#postureVersion && this.#posture && { posture: this.#posture }),
      ...(cursor.mounting < this.#mountingVersion && { mounting: this.#mounting }),
      ...(cursor.connection < this.#connectionVersion && { connection: this.#connection }),
      ...(cursor.bouts < this.#boutsVersion && { bouts: this.#boutsSince(cursor.bouts) }),
    };
    if (Object.keys(changes).length === 0) return null;
    return { message: { type: 'update', serverUs, ...changes }, cursor: this.#cursor() };
  }

  #cursor(): Cursor {
    return {
      epoch: this.#epoch,
      trace: this.#trace.end,
      posture: this.#postureVersion,
      mounting: this.#mountingVersion,
      connection: this.#connectionVersion,
      bouts: this.#boutsVersion,
    };
  }

  #judge(output: PipelineOutput): void {
    const posture = nextPosture(this.#posture, output, this.#mounting.reason);
    if (posture === this.#posture) return;
    this.#posture = posture;
    this.#postureVersion++;
  }

  #boutsSince(version: number): NonNullable<LiveUpdate['bouts']> {
    const missed = this.#boutChanges.filter((change) => change.version > version);
    const complete = missed.length === this.#boutsVersion - version;
    const fromUs = complete ? Math.min(...missed.map((change) => change.fromUs)) : this.#day.startUs;
    const bouts = this.#bouts(fromUs);
    // A bout that another session goes on with began before.
    return { fromUs: Math.min(fromUs, bouts[0]?.startUs ?? fromUs), bouts };
  }

  /** Of today, those that end after `fromUs`. */
  #bouts(fromUs: number): Bout[] {
    const afterUs = Math.max(fromUs, this.#day.startUs);
    const sessions = [...this.#sessions].sort(([a], [b]) => a - b).map(([, bouts]) => bouts);
    return mergeBouts(sessions).filter((bout) => bout.endUs > afterUs && bout.startUs < this.#day.endUs);
  }
}

type Mounting = LiveState['mounting'];

function sameMounting(a: Mounting, b: Mounting): boolean {
  return (
    a.reference === b.reference &&
    a.forward === b.forward &&
    a.reason === b.reason &&
    a.rotationReason === b.rotationReason &&
    worth(a) === worth(b)
  );
}

/** Quality to a tenth and its reasons: what a display shows of a calibration. */
function worth({ calibration }: Mounting): string {
  return calibration ? [Math.round(calibration.quality * 10), ...calibration.reasons].join() : '';
}

function lastQuaternion({ n, w, x, y, z }: PipelineOutput['orientation']): [number, number, number, number] {
  return [w[n - 1]!, x[n - 1]!, y[n - 1]!, z[n - 1]!];
}
