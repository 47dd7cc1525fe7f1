import { join } from 'node:path';
import type { StreamOpen } from '@plumbline/contract';
import { z } from 'zod';
import { readJson, writeJson } from './json-file.ts';

const sensorSchema = z.object({
  name: z.string(),
  driver: z.string(),
  /** The wear session it last recorded in, and where that recording ended, microseconds UTC. */
  sessionId: z.string(),
  endUs: z.number(),
  slopePpm: z.number().nullable(),
  batteryPercent: z.number().nullable().default(null),
});

const sessionSchema = z.object({
  id: z.uuid(),
  startedUs: z.number(),
  timeZone: z.string(),
  /** Names the playback it belongs to; null for a real wearer. */
  playback: z.string().nullable(),
});

const stateSchema = z.object({
  gatewayId: z.uuid(),
  /** By sensor: one mounting is one session. */
  sessions: z.record(z.string(), sessionSchema).default({}),
  /** Sensors that were paired; empty: not chosen yet. */
  paired: z.array(z.object({ id: z.string(), driver: z.string(), name: z.string() })),
  sensors: z.record(z.string(), sensorSchema),
});

export type WearSession = z.infer<typeof sessionSchema>;
export type SensorMemory = z.infer<typeof sensorSchema>;
export type PairedSensor = z.infer<typeof stateSchema>['paired'][number];

/** After this long without a sample of it the next one belongs to a new mounting. */
export const SESSION_PAUSE_US = 3 * 3600e6;
/** Samples are never this far ahead of the host: the system's clock was set back. */
const CLOCK_SLACK_US = 1e6;
const FILE = 'gateway.json';

/** What the gateway remembers between runs, beside the outbox. */
export class GatewayState {
  readonly #path: string;
  readonly #newId: () => string;
  #state: z.infer<typeof stateSchema>;

  constructor(directory: string, newId: () => string) {
    this.#path = join(directory, FILE);
    this.#newId = newId;
    const empty = { gatewayId: newId(), sessions: {}, paired: [], sensors: {} };
    this.#state = readJson(this.#path, stateSchema) ?? empty;
  }

  get gatewayId(): string {
    return this.#state.gatewayId;
  }

  get paired(): readonly PairedSensor[] {
    return this.#state.paired;
  }

  pair(sensor: PairedSensor): void {
    this.#state.paired = [...this.#state.paired.filter(({ id }) => id !== sensor.id), sensor];
    this.save();
  }

  unpair(id: string): boolean {
    const left = this.#state.paired.filter((sensor) => sensor.id !== id);
    const found = left.length < this.#state.paired.length;
    this.#state.paired = left;
    if (found) this.save();
    return found;
  }

  sensor(id: string): SensorMemory | undefined {
    return this.#state.sensors[id];
  }

  remember(id: string, memory: SensorMemory): void {
    this.#state.sensors[id] = memory;
  }

  /** The outbox knows better than this file after a crash. */
  recordedUntil({ sensor, session }: StreamOpen, endUs: number): void {
    const known = this.#state.sensors[sensor.id];
    const newer = known === undefined || known.sessionId !== session.id || known.endUs < endUs;
    if (!newer) return;
    const { name, driver } = sensor;
    const { slopePpm, batteryPercent } = known ?? { slopePpm: null, batteryPercent: null };
    const sessionId = session.id;
    this.#state.sensors[sensor.id] = { name, driver, sessionId, endUs, slopePpm, batteryPercent };
  }

  /** The wear session that the sensor recorded in last. */
  lastSession(sensorId: string): WearSession | undefined {
    return this.#state.sessions[sensorId];
  }

  /** The wear session to record in now: the sensor's running one, or a new one after a long pause. */
  session(sensorId: string, nowUs: number, timeZone: string, playback: string | null): WearSession {
    const running = this.lastSession(sensorId);
    if (running?.playback === playback && !this.#isOver(sensorId, running, nowUs)) return running;
    const session = { id: this.#newId(), startedUs: Math.round(nowUs), timeZone, playback };
    this.#state.sessions[sensorId] = session;
    this.trySave();
    return session;
  }

  save(): void {
    writeJson(this.#path, this.#state);
  }

  /** What the disk refused, or null: what is known stays in memory, and the next attempt takes all of it. */
  trySave(): string | null {
    try {
      this.save();
      return null;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return `${this.#path} cannot be written (${code}): free some space; it is tried again by itself`;
    }
  }

  #isOver(sensorId: string, session: WearSession, nowUs: number): boolean {
    const memory = this.sensor(sensorId);
    const endUs = memory?.sessionId === session.id ? memory.endUs : session.startedUs;
    const lastUs = Math.max(session.startedUs, endUs);
    return nowUs - lastUs > SESSION_PAUSE_US || lastUs - nowUs > CLOCK_SLACK_US;
  }
}
