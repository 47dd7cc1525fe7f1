/**
 * Every driver over the virtual radio with real processes: what happens, as a table. Takes minutes.
 * Run after a build: node apps/gateway/src/scenarios.bench.ts [driver...]
 */
import { ledgerOf } from './testing/ledger.ts';
import { Rig, until } from './testing/rig.ts';

const DRIVERS = [
  'witmotion',
  'metamotion',
  'movella-dot',
  'movesense',
  'polar-verity',
  'polar-h10',
  'thingy52',
  'capture2go',
  'generic',
];
const ADDRESS = 'c0:de:00:00:00:01';
const SENSOR = 'c0de00000001';
const SETTLE_MS = 4_000;

interface Row {
  readonly scenario: string;
  readonly streams: number;
  readonly samples: number;
  readonly missing: number;
  readonly disorder: number;
  readonly unnamed: number;
  readonly note: string;
}

const pause = (ms: number): Promise<unknown> => new Promise((done) => setTimeout(done, ms));

async function scenario(driver: string, name: string, act: (rig: Rig) => Promise<string>): Promise<Row> {
  const rig = new Rig(100);
  await rig.start();
  let note = '';
  try {
    await rig.startSensor({ driver, name: nameOf(driver), address: ADDRESS });
    note = await act(rig);
    await rig.stopGateway();
  } catch (error) {
    note = `${(error as Error).message} ${rig.gatewayLog.split('\n').slice(-3).join(' ')}`;
  }
  const row = { scenario: name, ...ledgerOf(rig.api, SENSOR), note };
  await rig.stop();
  return row;
}

/** Names that the drivers match. */
function nameOf(driver: string): string {
  const names: Record<string, string> = {
    witmotion: 'WT901BLE67',
    metamotion: 'MetaWear',
    'movella-dot': 'Movella DOT',
    movesense: 'Movesense 123456789',
    'polar-verity': 'Polar Sense 12345678',
    'polar-h10': 'Polar H10 12345678',
    thingy52: 'Thingy',
    capture2go: 'IMU_a1b2c3',
    generic: 'Plumbline DIY',
  };
  return names[driver] ?? driver;
}

async function flowing(rig: Rig, samples = 100): Promise<number> {
  const from = ledgerOf(rig.api, SENSOR).samples;
  const start = performance.now();
  await until('samples', () => ledgerOf(rig.api, SENSOR).samples >= from + samples, 40_000);
  return performance.now() - start;
}

async function firstSample(rig: Rig): Promise<string> {
  const start = performance.now();
  await rig.startGateway();
  await flowing(rig, 1);
  const firstMs = performance.now() - start;
  await pause(SETTLE_MS);
  return `first sample after ${(firstMs / 1000).toFixed(1)} s`;
}

async function fade(rig: Rig, seconds: number): Promise<string> {
  await rig.startGateway();
  await flowing(rig);
  rig.controller(ADDRESS).inRange = false;
  await pause(seconds * 1000);
  rig.controller(ADDRESS).inRange = true;
  await flowing(rig);
  await pause(SETTLE_MS);
  return '';
}

async function killed(rig: Rig, driver: string): Promise<string> {
  await rig.startGateway();
  await flowing(rig);
  await rig.killSensor(ADDRESS);
  await pause(1000);
  await rig.startSensor({ driver, name: nameOf(driver), address: ADDRESS });
  const ms = await flowing(rig);
  return `back after ${(ms / 1000).toFixed(1)} s`;
}

async function stalled(rig: Rig): Promise<string> {
  await rig.startGateway();
  await flowing(rig);
  rig.tellSensor({ type: 'stall', seconds: 13 }, ADDRESS);
  const ms = await flowing(rig);
  return `back after ${(ms / 1000).toFixed(1)} s`;
}

for (const driver of process.argv.length > 2 ? process.argv.slice(2) : DRIVERS) {
  console.log(driver);
  const rows = await Promise.all([
    scenario(driver, 'first sample', firstSample),
    scenario(driver, 'fade 0.25 s', (rig) => fade(rig, 0.25)),
    scenario(driver, 'fade 0.6 s', (rig) => fade(rig, 0.6)),
    scenario(driver, 'fade 1.5 s', (rig) => fade(rig, 1.5)),
    scenario(driver, 'kill -9 of the sensor', (rig) => killed(rig, driver)),
    scenario(driver, 'stall of 13 s', stalled),
  ]);
  console.table(rows);
}
