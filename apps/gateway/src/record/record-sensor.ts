import type { Driver, DriverOptions } from '@plumbline/sensor-protocol';
import type { BleTransport, Sighting } from '../ble/transport.ts';
import type { CliIo } from '../cli/io.ts';
import { findSensor, type SensorWish } from '../cli/one-sensor.ts';
import type { SensorCatalogue } from '../sensor/catalogue.ts';
import { SensorConnection } from '../sensor/sensor-connection.ts';
import type { HostClock } from '../time/host-clock.ts';
import { VERSION } from '../version.ts';
import { CsvRecorder } from './csv-recorder.ts';
import { RawCaptureWriter } from './raw-capture.ts';

export interface RecordPlan {
  readonly wish: SensorWish;
  readonly rateHz: number | null;
  readonly clock: HostClock;
  readonly catalogue: SensorCatalogue;
  /** Ends the recording. */
  readonly over: AbortSignal;
  readonly csv: (text: string) => void;
  readonly raw: ((text: string) => void) | null;
  readonly progress: (state: RecordState) => void;
}

export interface RecordState {
  readonly name: string;
  readonly samples: number;
  readonly missing: number;
  readonly rateHz: number | null;
  readonly batteryPercent: number | null;
  readonly state: string;
}

export interface RecordResult {
  readonly samples: number;
  readonly missing: number;
  readonly notifications: number;
}

/** Records one sensor until `over`, connecting again whenever the link is lost. */
export class SensorRecording {
  readonly #io: CliIo;
  readonly #plan: RecordPlan;
  readonly #past = { samples: 0, missing: 0 };
  #capture: RawCaptureWriter | null = null;
  #afterUs = 0;

  constructor(io: CliIo, plan: RecordPlan) {
    this.#io = io;
    this.#plan = plan;
  }

  async run(transport: BleTransport): Promise<RecordResult> {
    const { over, wish } = this.#plan;
    let known = wish;
    while (!over.aborted) {
      const sighting = await findSensor(this.#io, transport, this.#plan.catalogue, known, over);
      if (sighting === null) break;
      known = { ...wish, id: sighting.id };
      await this.#connection(transport, sighting);
    }
    return { ...this.#past, notifications: this.#capture?.count ?? 0 };
  }

  async #connection(transport: BleTransport, sighting: Sighting): Promise<void> {
    const { over, wish, clock, catalogue } = this.#plan;
    const driver =
      wish.driver === null ? catalogue.match(sighting.advertisement)! : catalogue.find(wish.driver);
    const settings = catalogue.settings(driver, this.#plan.rateHz);
    this.#io.say(`Connecting to ${sighting.name} (${driver.title}), ${settings.rateHz} Hz.`);
    const recorder = this.#recorder(sighting, driver, settings);
    const link = await transport.connect(sighting.id);
    const state = { name: sighting.name, rateHz: null, batteryPercent: null, state: 'connecting' };
    const connection = new SensorConnection({
      link,
      name: sighting.name,
      driver,
      settings,
      recorder,
      clock,
      status: (change) => {
        Object.assign(state, change);
        const { samples, missing } = this.#past;
        const [s, m] = [samples + recorder.samples, missing + recorder.missing];
        this.#plan.progress({ ...state, samples: s, missing: m });
      },
      say: (line) => this.#io.say(line),
    });
    const reason = await connection.run(over);
    this.#past.samples += recorder.samples;
    this.#past.missing += recorder.missing;
    this.#afterUs = recorder.stream.clock.lastUs;
    if (!over.aborted) this.#io.say(`${sighting.name}: ${reason}.`);
  }

  #recorder(sighting: Sighting, driver: Driver, settings: DriverOptions): CsvRecorder {
    const { clock, csv, raw } = this.#plan;
    const { monotonicNs, utcUs } = clock.anchor;
    if (raw !== null) {
      this.#capture ??= new RawCaptureWriter(
        {
          format: 'plraw',
          version: 1,
          driver: driver.id,
          options: settings.extra,
          rateHz: settings.rateHz,
          sensor: { id: sighting.id, name: sighting.name },
          anchor: { monotonicNs: String(monotonicNs), utcUs },
          software: `plumbline ${VERSION}`,
        },
        raw,
      );
    }
    return new CsvRecorder({
      driver,
      settings,
      clock,
      seedSlopePpm: null,
      afterUs: this.#afterUs,
      write: csv,
      withHeader: this.#past.samples === 0,
      capture: this.#capture,
    });
  }
}
