import { setTimeout as sleep } from 'node:timers/promises';
import { type Driver, findDriver } from '@plumbline/sensor-protocol';
import { type Account, balance } from './account.ts';
import { type HciSockets, type Place, Rig, type SensorProcess, until } from './rig.ts';

/** The rate asked for; a driver takes the nearest it has. */
const RATE_HZ = 100;
const ADDRESS = 'c0:de:00:00:01:01';
const SECOND_ADDRESS = 'c0:de:00:00:01:02';
/** Undisturbed streaming before something happens, and after. */
const CALM_S = 4;
/** A killed sensor is away for so long. */
const AWAY_S = 2;
const ADAPTER_AWAY_S = 2;
/** Beyond the 10 s after which the gateway renews a link that says nothing. */
const STALL_S = 13;
const STOPPED_S = 13;
const BATTERY_STEPS = [60, 30, 10];
/** Some tell at once, others only when the gateway asks: at connecting, and every five minutes. */
const TELLS_MS = 3_000;
const ASKED_MS = 20_000;
/** Charge is reported in steps, and by voltage on some. */
const BATTERY_TOLERANCE = 6;
/** 50 ms in units of 1.25 ms. */
const SLOW_INTERVAL = 40;
/** What is under way when the sensor has finished. */
const TAIL_MS = 20_000;

/** Sensors that send full packets only: the rest of the last one stays in them, as in the devices. */
const PACKET_SAMPLES: Readonly<Record<string, number>> = {
  capture2go: 8,
  movesense: 8,
  'polar-h10': 36,
  'polar-verity': 36,
};
/** Polar frames say when their last sample was taken: the first frame of a connection only sets that time. */
const FIRST_SAMPLES: Readonly<Record<string, number>> = { 'polar-h10': 36, 'polar-verity': 36 };

export const packetSamples = (driver: string): number => PACKET_SAMPLES[driver] ?? 1;
export const samplesForTheClock = (driver: string): number => FIRST_SAMPLES[driver] ?? 0;

export interface Outcome {
  readonly scenario: string;
  readonly driver: string;
  readonly account: Account;
  readonly note: string;
  /** Why it did not come to its end, or null. */
  readonly failed: string | null;
}

export interface Scenario {
  readonly name: string;
  /** How long the sensor plays, beside what happens, seconds. */
  readonly playS: number;
  readonly rateHz?: number;
  /** Connection interval in units of 1.25 ms; as the gateway asks without it. */
  readonly interval?: number;
  /** Returns what was seen. */
  act(stage: Stage): Promise<string>;
}

/** What a scenario works with: sensors that are on the air, a gateway that streams. */
export interface Stage {
  readonly rig: Rig;
  readonly sensor: SensorProcess;
  readonly place: Place;
  readonly firstSampleMs: number;
  /** Another run of the same sensor. */
  restart(seconds: number): Promise<SensorProcess>;
}

function fade(seconds: number): Scenario {
  return {
    name: `fade of ${seconds} s`,
    playS: 3 * CALM_S + seconds,
    act: async ({ rig, place, sensor }) => {
      rig.fade(place, true);
      await sleep(seconds * 1000);
      rig.fade(place, false);
      return timed('next sample after', () => rig.more(sensor, 1));
    },
  };
}

export const FIRST_SAMPLE: Scenario = {
  name: 'scan to first sample',
  playS: CALM_S,
  act: async ({ firstSampleMs }) => `first sample stored after ${(firstSampleMs / 1000).toFixed(1)} s`,
};

export const FADES: readonly Scenario[] = [fade(0.25), fade(0.6), fade(1.5)];

export const SENSOR_KILLED: Scenario = {
  name: 'kill -9 of the sensor',
  playS: 10 * CALM_S,
  act: async ({ rig, sensor, restart }) => {
    await sensor.kill();
    await sleep(AWAY_S * 1000);
    const next = await restart(2 * CALM_S);
    return timed('streams again after', () => rig.more(next, 1));
  },
};

export const ADAPTER_LOST: Scenario = {
  name: 'adapter loss and return',
  playS: 9 * CALM_S,
  act: async ({ rig, sensor }) => {
    await rig.loseAdapter();
    await sleep(ADAPTER_AWAY_S * 1000);
    await rig.returnAdapter();
    return timed('streams again after', () => rig.more(sensor, 1));
  },
};

export const STALL: Scenario = {
  name: `stall of ${STALL_S} s`,
  playS: STALL_S + 3 * CALM_S,
  act: async ({ rig, sensor }) => {
    sensor.tell({ type: 'stall', seconds: STALL_S });
    await until('the stall is shown', () => rig.api.sensorStatus(sensor.id)?.state === 'stalled');
    const again = await timed('streams again after', () => rig.more(sensor, 1));
    return `shown as stalled; ${again}`;
  },
};

/** The link stays up, and what the sensor sends meanwhile waits before the gateway: none of it may be lost or late. */
export const GATEWAY_STOPPED: Scenario = {
  name: `gateway stopped (SIGSTOP) for ${STOPPED_S} s`,
  playS: STOPPED_S + 3 * CALM_S,
  act: async ({ rig, sensor }) => {
    rig.holdGateway(true);
    await sleep(STOPPED_S * 1000);
    rig.holdGateway(false);
    await rig.more(sensor, Math.round(sensor.place.rateHz * (STOPPED_S + CALM_S)));
    return `times even within ${rig.unevennessMs(sensor).toFixed(0)} ms`;
  },
};

export const BATTERY: Scenario = {
  name: 'battery falling',
  playS: 10 * CALM_S,
  act: async ({ rig, sensor }) => {
    const seen: string[] = [];
    for (const percent of BATTERY_STEPS) {
      sensor.tell({ type: 'battery', percent });
      const live = await shows(rig, sensor, percent, TELLS_MS);
      if (!live) sensor.tell({ type: 'disconnect' });
      if (live || (await shows(rig, sensor, percent, ASKED_MS)))
        seen.push(live ? `${percent} %` : `${percent} % (new link)`);
    }
    if (!findDriver(sensor.place.driver).capabilities.battery) return 'the device tells no charge';
    return seen.length === 0 ? 'not reported' : `reported ${seen.join(', ')}`;
  },
};

async function shows(rig: Rig, sensor: SensorProcess, percent: number, patienceMs: number): Promise<boolean> {
  const near = (): boolean => {
    const shown = rig.api.sensorStatus(sensor.id)?.batteryPercent ?? null;
    return shown !== null && Math.abs(shown - percent) <= BATTERY_TOLERANCE;
  };
  return until('the charge is shown', near, patienceMs).then(
    () => true,
    () => false,
  );
}

/** More than noble's usual interval carries one by one. */
export const SLOW_LINK: Scenario = {
  name: '200 Hz through intervals of 50 ms',
  playS: 3 * CALM_S,
  rateHz: 2 * RATE_HZ,
  interval: SLOW_INTERVAL,
  act: async ({ place }) => `${place.rateHz} Hz`,
};

export const ALL: readonly Scenario[] = [
  FIRST_SAMPLE,
  ...FADES,
  SENSOR_KILLED,
  ADAPTER_LOST,
  STALL,
  GATEWAY_STOPPED,
  BATTERY,
];

/** Plays one scenario with real processes and balances the books afterwards. */
export async function play(
  driverId: string,
  scenario: Scenario,
  hci: HciSockets | null = null,
): Promise<Outcome> {
  const driver = findDriver(driverId);
  const rateHz = scenario.rateHz ?? RATE_HZ;
  const place = placeOf(driver, rateHz);
  await using rig = await Rig.start(rateHz, hci);
  slowDown(rig, scenario.interval);
  const runs = [await rig.startSensor(place, scenario.playS)];
  const sensor = runs[0]!;
  const restart = async (seconds: number): Promise<SensorProcess> => {
    const run = await rig.startSensor(place, seconds);
    runs.push(run);
    return run;
  };
  const { note, failed } = await attempt(async () => {
    const firstSampleMs = await streaming(rig, sensor);
    const seen = await scenario.act({ rig, sensor, place, firstSampleMs, restart });
    await finish(rig, runs);
    return seen;
  });
  const account = accountOf(rig, driver, runs);
  return { scenario: scenario.name, driver: driver.id, account, note, failed };
}

/** A scenario that stands still is a row of the table too. */
async function attempt(work: () => Promise<string>): Promise<Pick<Outcome, 'note' | 'failed'>> {
  try {
    return { note: await work(), failed: null };
  } catch (error) {
    return { note: '', failed: (error as Error).message };
  }
}

/** As a peripheral may ask for: the radio grants it as soon as the link stands. */
function slowDown(rig: Rig, interval: number | undefined): void {
  if (interval === undefined) return;
  rig.radio.on('link', (link) => link.update({ ...link.parameters, interval }));
}

/** Two sensors at one gateway; one of them is killed and comes back, the other must not notice. */
export async function playTwo(): Promise<readonly Outcome[]> {
  const [wit, movesense] = [findDriver('witmotion'), findDriver('movesense')];
  await using rig = await Rig.start(RATE_HZ);
  const steady = await rig.startSensor(
    { ...placeOf(movesense, RATE_HZ), address: SECOND_ADDRESS },
    5 * CALM_S,
  );
  const place = placeOf(wit, RATE_HZ);
  const killed = await rig.startSensor(place, 10 * CALM_S);
  await streaming(rig, steady);
  await rig.more(killed, RATE_HZ);
  await killed.kill();
  await sleep(AWAY_S * 1000);
  const back = await rig.startSensor(place, CALM_S);
  await finish(rig, [steady], [killed, back]);
  const scenario = 'two sensors, kill -9 of one';
  const accounts = [accountOf(rig, wit, [killed, back]), accountOf(rig, movesense, [steady])] as const;
  return [
    { scenario, driver: wit.id, account: accounts[0], note: 'the one that was killed', failed: null },
    { scenario, driver: movesense.id, account: accounts[1], note: 'the other one', failed: null },
  ];
}

/** Starts the gateway; returns how long until it has stored a sample, milliseconds. */
async function streaming(rig: Rig, sensor: SensorProcess): Promise<number> {
  await rig.startGateway();
  const startMs = performance.now();
  await rig.more(sensor, 1);
  const firstMs = performance.now() - startMs;
  await rig.more(sensor, Math.round((sensor.place.rateHz * CALM_S) / 2));
  return firstMs;
}

/** Until every sensor has played to its end and the end is stored; then the gateway is asked to stop. */
async function finish(rig: Rig, ...sensors: readonly (readonly SensorProcess[])[]): Promise<void> {
  for (const runs of sensors) {
    const last = runs.at(-1)!;
    await until(`the sensor finishes (${rig.log})`, () => last.finished);
    const { numbers } = rig.book.of(last.id);
    const { driver } = last.place;
    const arrived = (): boolean => numbers.at(-1)! > last.lastNumber - packetSamples(driver);
    await until('the last sample', arrived, TAIL_MS).catch(() => {});
  }
  await rig.stopGateway();
}

/** A run that was killed produced what is stored of it, at least. */
function accountOf(rig: Rig, driver: Driver, runs: readonly SensorProcess[]): Account {
  const { id } = runs[0]!;
  const stored = rig.book.of(id);
  const ofKilled = runs.slice(0, -1).map((run) => stored.numbers.filter((number) => run.has(number)).at(-1)!);
  const killed = ofKilled.reduce((sum, last, run) => sum + last - runs[run]!.firstNumber + 1, 0);
  const produced = killed + runs.at(-1)!.samples;
  const firstNumber = runs[0]!.firstNumber;
  const { lastNumber } = runs.at(-1)!;
  return balance({ produced, firstNumber, lastNumber }, stored, rig.api, id, driver.clock !== null);
}

function placeOf(driver: Driver, wantedHz: number): Place {
  const { ratesHz, defaultRateHz } = driver.capabilities;
  const nearer = (a: number, b: number): number => (Math.abs(b - wantedHz) < Math.abs(a - wantedHz) ? b : a);
  const rateHz = ratesHz.reduce(nearer, defaultRateHz);
  return { driver: driver.id, name: driver.createVirtual().localName, address: ADDRESS, rateHz };
}

async function timed(what: string, work: () => Promise<unknown>): Promise<string> {
  const startMs = performance.now();
  await work();
  return `${what} ${((performance.now() - startMs) / 1000).toFixed(1)} s`;
}
