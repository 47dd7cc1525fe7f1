import { findDriver, type VirtualPeripheral } from '@plumbline/sensor-protocol';
import { DeviceClock } from './device-clock.ts';
import { SensorFailure, type SensorOptions } from './options.ts';
import { parent } from './parent.ts';
import { Player } from './player.ts';
import { type Bleno, GattServer } from './radio/gatt-server.ts';
import { addressFor, openRadio } from './radio/open-radio.ts';
import { recordingSource } from './source/recording-source.ts';
import type { Source } from './source/source.ts';
import { workdaySource } from './source/workday-source.ts';

/** Silence after the last sample, so that the end is not taken for a loss. */
const LINGER_MS = 1_000;
/** How long a good-bye may take to cross. */
const GOODBYE_MS = 150;

export class Sensor {
  readonly #options: SensorOptions;
  #bleno: Bleno | null = null;
  #server: GattServer | null = null;

  constructor(options: SensorOptions) {
    this.#options = options;
  }

  /** Resolves when the source is played; rejects with a {@link SensorFailure} or a RecordingError. */
  async run(): Promise<void> {
    const { driver: id, name, speed, ppm, waits, extra } = this.#options;
    const driver = findDriver(id);
    const source = await this.#openSource(driver.capabilities.gyroscope);
    const peripheral = driver.createVirtual({ ...(name === null ? {} : { localName: name }), extra });
    const clock = new DeviceClock(speed, ppm);
    let player: Player | null = null;
    const address = this.#options.address ?? addressFor(`${id} ${peripheral.localName}`);
    const radio = await openRadio(this.#options.radio, address, (packets) => player?.onInFlight(packets));
    this.#bleno = radio.bleno;
    radio.bleno.on('stateChange', (state) => state === 'poweredOff' && this.#lostRadio());
    const server = new GattServer(radio.bleno, peripheral, () => clock.nowUs(), {
      changed: () => player?.changed(),
    });
    this.#server = server;
    const settles = this.#options.source.kind === 'recording';
    player = new Player(source, peripheral, server, clock, { waits, settles });
    this.#obey(player, peripheral, server);
    await server.start();
    parent.tell({ type: 'ready', name: peripheral.localName, address: radio.address, rateHz: source.rateHz });
    await player.play();
    await this.#finish(server, player);
  }

  /** Says good-bye to the central, so that it need not find out by supervision. */
  async leave(): Promise<void> {
    const bleno = this.#bleno;
    if (!bleno || !this.#server?.connected) return;
    const gone = new Promise<void>((done) => bleno.on('disconnect', () => done()));
    this.#server.disconnect();
    await Promise.race([gone, new Promise((done) => setTimeout(done, GOODBYE_MS))]);
  }

  async #openSource(needsGyro: boolean): Promise<Source> {
    const { source } = this.#options;
    if (source.kind === 'workday') return workdaySource(source.seed, source.hours);
    const recording = await recordingSource(source.path);
    if (recording.hasGyro || !needsGyro) return recording;
    throw new SensorFailure(
      `${source.path} has no gyr_x,gyr_y,gyr_z columns, which a ${this.#options.driver} sensor always sends: choose a driver without a gyroscope`,
    );
  }

  async #finish(server: GattServer, player: Player): Promise<void> {
    await new Promise((done) => setTimeout(done, LINGER_MS));
    await server.hide();
    parent.tell({ type: 'finished', samples: player.stats.sent });
  }

  /** Orders of the parent, for fault tests. */
  #obey(player: Player, peripheral: VirtualPeripheral, server: GattServer): void {
    parent.onMessage(({ type, ...values }) => {
      if (type === 'stats') parent.tell({ type, ...player.stats, connected: server.connected });
      if (type === 'stall') player.stall(Number(values.seconds));
      if (type === 'battery') peripheral.setBattery(Number(values.percent));
      if (type === 'disconnect') server.disconnect();
      if (type === 'power-cycle') {
        peripheral.powerCycle();
        server.disconnect();
      }
    });
  }

  #lostRadio(): never {
    process.stderr.write(`the radio at ${this.#options.radio} is gone: start it again\n`);
    process.exit(1);
  }
}
