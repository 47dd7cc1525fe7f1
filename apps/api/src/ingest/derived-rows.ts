import {
  applyBoutRevision,
  type Bout,
  type BreakCredit,
  type LoadRow,
  type MountingEvent,
  type PipelineOutput,
  type PostureSecond,
  type RotationEvent,
} from '@plumbline/core';

/** `provisional`: said because the stream had closed; taken back if the session goes on. */
export interface Said<T> {
  readonly row: T;
  readonly provisional: boolean;
}

/** What a pipeline said since the last commit, later words having replaced earlier ones. */
export interface DerivedRows {
  readonly seconds: readonly PostureSecond[];
  /** Replace every stored bout of the session that ends after `fromUs`; null: none changed. */
  readonly boutsFromUs: number | null;
  readonly bouts: readonly Bout[];
  readonly rotations: readonly Said<RotationEvent>[];
  readonly load: readonly Said<LoadRow>[];
  readonly breaks: readonly Said<BreakCredit>[];
  /** What became of the clip; a later one of the same kind and time of warning replaces an earlier one. */
  readonly events: readonly MountingEvent[];
  /** The session went on: what is stored of it as provisional is taken back first. */
  readonly wentOn: boolean;
  /** The session is told anew from here on: rotations and load after it are taken back first. Null: it goes on. */
  readonly anewFromUs: number | null;
  /** What is stored of rotations from here on is void: they were told for the wrong side. Null: nothing is. */
  readonly rotationsVoidFromUs: number | null;
}

export const NOTHING_DERIVED: DerivedRows = {
  seconds: [],
  boutsFromUs: null,
  bouts: [],
  rotations: [],
  load: [],
  breaks: [],
  events: [],
  wentOn: false,
  anewFromUs: null,
  rotationsVoidFromUs: null,
};

export class DerivedRowsBuilder {
  #seconds = new Map<number, PostureSecond>();
  #bouts: Bout[] = [];
  #boutsFromUs: number | null = null;
  /** By what identifies them in the database: a statement may name a row only once. */
  #rotations = new Map<string, Said<RotationEvent>>();
  #load = new Map<number, Said<LoadRow>>();
  #breaks = new Map<number, Said<BreakCredit>>();
  #events = new Map<string, MountingEvent>();
  #wentOn = false;
  #anewFromUs: number | null = null;
  #rotationsVoidFromUs: number | null = null;

  get isEmpty(): boolean {
    return this.#seconds.size === 0 && this.#boutsFromUs === null && !this.#wentOn && this.#load.size === 0;
  }

  /** Of everything that it holds. */
  get bouts(): readonly Bout[] {
    return this.#bouts;
  }

  add(output: PipelineOutput): void {
    this.#takeBack();
    this.#say(output, false);
  }

  /** What the pipeline says as if nothing more came. */
  addClosing(output: PipelineOutput): void {
    this.#say(output, true);
  }

  beginAnew(fromUs: number): void {
    this.#anewFromUs = fromUs;
  }

  take(): DerivedRows {
    const rows: DerivedRows = {
      seconds: [...this.#seconds.values()],
      boutsFromUs: this.#boutsFromUs,
      bouts: this.#bouts,
      rotations: [...this.#rotations.values()],
      load: [...this.#load.values()],
      breaks: [...this.#breaks.values()],
      events: [...this.#events.values()],
      wentOn: this.#wentOn,
      anewFromUs: this.#anewFromUs,
      rotationsVoidFromUs: this.#rotationsVoidFromUs,
    };
    this.#seconds = new Map();
    this.#bouts = [];
    this.#boutsFromUs = null;
    this.#rotations = new Map();
    this.#load = new Map();
    this.#breaks = new Map();
    this.#events = new Map();
    this.#wentOn = false;
    this.#anewFromUs = null;
    this.#rotationsVoidFromUs = null;
    return rows;
  }

  #takeBack(): void {
    this.#wentOn = true;
    dropProvisional(this.#rotations);
    dropProvisional(this.#load);
    dropProvisional(this.#breaks);
  }

  #say(output: PipelineOutput, provisional: boolean): void {
    for (const second of output.seconds) this.#seconds.set(second.tUs, second);
    for (const row of output.rotations) {
      this.#rotations.set(`${row.peakUs} ${row.startUs}`, { row, provisional });
    }
    for (const row of output.load) this.#load.set(row.tUs, { row, provisional });
    for (const row of output.breaks ?? []) this.#breaks.set(row.startUs, { row, provisional });
    for (const event of output.mountingEvents ?? []) {
      this.#events.set(`${event.kind} ${event.warnedAtUs}`, event);
      if (event.kind === 'gyro_against') this.#voidRotations(event);
    }
    const { fromUs } = output.bouts;
    if (fromUs === null) return;
    this.#boutsFromUs = Math.min(this.#boutsFromUs ?? fromUs, fromUs);
    this.#bouts = applyBoutRevision(this.#bouts, output.bouts);
  }

  #voidRotations({ tUs, judgedAtUs }: MountingEvent): void {
    for (const [key, { row }] of this.#rotations) {
      if (row.peakUs >= tUs && row.peakUs < judgedAtUs!) this.#rotations.delete(key);
    }
    this.#rotationsVoidFromUs = Math.min(this.#rotationsVoidFromUs ?? tUs, tUs);
  }
}

function dropProvisional<Key>(said: Map<Key, Said<unknown>>): void {
  for (const [key, { provisional }] of said) if (provisional) said.delete(key);
}
