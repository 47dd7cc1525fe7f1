import type { GatewayStatus, LiveServerMessage } from '@plumbline/contract';

export type LiveConnection = Extract<LiveServerMessage, { type: 'state' }>['connection'];
type Sensor = GatewayStatus['sensors'][number];

/** Everything the connection's state follows from. Times are this machine's clock, except `lastSampleUs`. */
export interface ConnectionFacts {
  readonly nowUs: number;
  readonly gatewaysConnected: number;
  readonly statuses: readonly GatewayStatus[];
  /** By the samples' own time, which in a playback is not the time of day. */
  readonly lastSampleUs: number | null;
  readonly receivedUs: number | null;
  /** Why the database does not answer; null while it does. */
  readonly databaseReason: string | null;
}

/** Samples that came within this are live. */
export const FRESH_US = 2_000_000;
/** More records than this on the gateway while samples arrive: it is catching up. */
const BACKLOG_RECORDS = 100;

const RANK: readonly Sensor['state'][] = [
  'streaming',
  'stalled',
  'connecting',
  'scanning',
  'failed',
  'disconnected',
  'finished',
];

type Said = Pick<LiveConnection, 'state' | 'reason'>;

export function connectionOf(facts: ConnectionFacts): LiveConnection {
  const sensors = facts.statuses.flatMap((status) => status.sensors);
  const sensor = sensors.toSorted((a, b) => RANK.indexOf(a.state) - RANK.indexOf(b.state))[0] ?? null;
  const playback = facts.statuses.find((status) => status.playback !== null)?.playback ?? null;
  return {
    ...say(facts, sensor, playback?.speed ?? 1),
    lastSampleUs: facts.lastSampleUs,
    receivedUs: facts.receivedUs,
    // A gateway that has none says why in the place of one.
    sensor: sensor?.sensorId === '' ? null : sensor,
    playback,
  };
}

function say(facts: ConnectionFacts, sensor: Sensor | null, speed: number): Said {
  const waiting = facts.statuses.reduce((sum, status) => sum + status.outboxRecords, 0);
  if (facts.gatewaysConnected === 0) {
    return { state: 'no_gateway', reason: 'No gateway is connected to the server. Is it running?' };
  }
  const fresh = facts.receivedUs !== null && facts.nowUs - facts.receivedUs <= FRESH_US;
  if (fresh) return sayFresh(facts, waiting > BACKLOG_RECORDS * Math.max(1, speed), waiting);
  if (facts.databaseReason !== null) {
    return {
      state: 'stored_on_gateway',
      reason: 'The database does not answer; the gateway keeps the samples.',
    };
  }
  if (sensor?.state !== 'streaming') {
    return { state: 'no_sensor', reason: sensor?.reason ?? 'The gateway has no sensor yet.' };
  }
  if (waiting > 0) {
    const records = waiting === 1 ? '1 record' : `${waiting} records`;
    return { state: 'stored_on_gateway', reason: `The gateway keeps ${records} and has not sent them yet.` };
  }
  return { state: 'delayed', reason: 'The sensor is connected, but no samples have come for a moment.' };
}

function sayFresh(facts: ConnectionFacts, catchingUp: boolean, waiting: number): Said {
  if (facts.databaseReason !== null) {
    return {
      state: 'live',
      reason: 'Samples arrive. The database does not answer; the gateway keeps them too.',
    };
  }
  if (catchingUp)
    return { state: 'delayed', reason: `The gateway is catching up: ${waiting} records wait there.` };
  return { state: 'live', reason: 'Samples arrive.' };
}
