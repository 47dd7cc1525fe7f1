import type { LiveConnection } from '@plumbline/contract';
import type { LiveModel } from '../../live/live-model.ts';
import { formats, t } from '../../locales/t.ts';

/** Below these a connection usually holds, and usually breaks. */
const STRONG_DBM = -65;
const FAIR_DBM = -80;

/** Short facts about the sensor, as far as they are known. */
export function sensorFacts({ session, skipped }: LiveModel): string[] {
  const sensor = session?.connection.sensor;
  const facts: string[] = [];
  if (sensor) facts.push(sensor.name);
  if (sensor && sensor.rateHz !== null) {
    facts.push(t('connection.rate', { rate: formats.number(Math.round(sensor.rateHz)) }));
  }
  if (sensor && sensor.batteryPercent !== null) {
    facts.push(t('connection.battery', { percent: formats.percent(sensor.batteryPercent / 100) }));
  }
  if (sensor && sensor.rssiDbm !== null) facts.push(signalText(sensor.rssiDbm));
  if (skipped > 0) facts.push(t('connection.skipped', { count: skipped }));
  return facts;
}

/** Strength with a word for it. */
export function signalText(dbm: number): string {
  const band = dbm >= STRONG_DBM ? 'strong' : dbm >= FAIR_DBM ? 'fair' : 'weak';
  return t('connection.signal', { dbm: formats.number(dbm), band: t(`connection.band.${band}`) });
}

export function playbackText({ title, speed }: NonNullable<LiveConnection['playback']>): string {
  if (speed === 1) return t('connection.playback', { title });
  return t('connection.playbackSpeed', { title, speed: formats.number(speed) });
}
