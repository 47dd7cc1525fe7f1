import { createVec3Columns, type ImuBatch, sliceBatch } from '@plumbline/core';
import { FieldReader, latin1 } from './number-parser.ts';
import { noSamples, RecordingError } from './recording-error.ts';
import { isHeader, parseHeader, type RecordingColumns } from './recording-header.ts';
import { MOST_WAITING, type Place, RowOrder } from './row-order.ts';

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
/** A longer line is no recording; keeps memory constant on binary input. */
const MAX_LINE_BYTES = 4096;
/** Rows of a batch: large enough to amortise, small enough to stay in cache. */
const BATCH_ROWS = 4096;
const CAPACITY_ROWS = BATCH_ROWS + MOST_WAITING;
const GZIP_MAGIC = 0x1f;
/** More lines that cannot be read may follow rows that are not decided yet; they are then told before those. */
const MOST_FAULTS_HELD = 64;

/**
 * What to do with rows that do not fit: leave them out, and tell, in the order of their lines. Without it the first one
 * that cannot be read ends the reading, and nothing is said of their order.
 */
export interface Leniency {
  onFault(fault: RecordingError): void;
  /** Rows must be later than the one before, and not later than this. */
  readonly latestUs: number;
  /**
   * Only what is wrong with the order of rows is told: one that is ahead of those after it is left out, one that is not
   * after those before it is handed on. What cannot be read ends the reading.
   */
  readonly orderOnly?: boolean;
}

/** Bytes of a recording in, in pieces of any size; batches of rows out. Memory does not grow with the input. */
export class RecordingParser {
  #columns: RecordingColumns | null = null;
  #targets: Float64Array[] = [];
  #batch: Writable | null = null;
  readonly #reader = new FieldReader();
  #rest = new Uint8Array(0);
  readonly #leniency: Leniency | null;
  readonly #order = new RowOrder();
  /** Told when everything before them is decided. */
  #faults: RecordingError[] = [];
  #line = 0;
  #rows = 0;
  #leftOut = 0;
  #firstFault: RecordingError | null = null;

  constructor(leniency: Leniency | null = null) {
    this.#leniency = leniency;
  }

  /** Null until the first line is complete. */
  get columns(): RecordingColumns | null {
    return this.#columns;
  }

  /** Throws a RecordingError at the first malformed line. */
  push(bytes: Uint8Array): ImuBatch[] {
    const out: ImuBatch[] = [];
    const all = this.#rest.length > 0 ? join(this.#rest, bytes) : bytes;
    let from = 0;
    for (let end = all.indexOf(NEWLINE); end >= 0; end = all.indexOf(NEWLINE, from)) {
      this.#take(all, from, end, out);
      from = end + 1;
    }
    if (all.length - from > MAX_LINE_BYTES) this.#refuseLine(all, from);
    this.#rest = all.slice(from);
    return out;
  }

  /** The input ended in the middle of a line: what is there of it may be half a number. Leniently alone. */
  breakOff(fault: RecordingError): void {
    this.#firstFault ??= fault;
    this.#leniency!.onFault(fault);
    this.#rest = new Uint8Array(0);
  }

  /** The rows that are left. Throws when the file holds no rows at all. */
  flush(): ImuBatch[] {
    const out: ImuBatch[] = [];
    if (this.#rest.length > 0) this.#take(this.#rest, 0, this.#rest.length, out);
    this.#rest = new Uint8Array(0);
    this.#decide(true, out);
    if (!this.#columns) parseHeader('');
    if (this.#rows === 0) throw this.#noRows();
    if (this.#batch && this.#batch.n > 0) out.push(this.#finishBatch());
    return out;
  }

  #noRows(): RecordingError {
    if (this.#firstFault === null) return noSamples();
    const { line, field, value, problem, remedy } = this.#firstFault;
    const count = this.#leftOut === 0 ? '' : ` (${this.#leftOut} left out)`;
    const why = `${problem}, and no row can be used${count}`;
    return new RecordingError({ line, field, value, problem: why, remedy });
  }

  #take(bytes: Uint8Array, from: number, newline: number, out: ImuBatch[]): void {
    const end = newline > from && bytes[newline - 1] === CARRIAGE_RETURN ? newline - 1 : newline;
    this.#line++;
    if (!this.#columns) this.#readHeader(bytes, from, end);
    else if (end > from && this.#readRow(bytes, from, end)) this.#place(out);
  }

  #readHeader(bytes: Uint8Array, from: number, end: number): void {
    if (bytes[from] === GZIP_MAGIC) {
      const remedy = 'unpack it once with gzip -d';
      throw new RecordingError({ line: 1, field: 'file', value: '', problem: 'is compressed twice', remedy });
    }
    if (end - from > MAX_LINE_BYTES) this.#refuseLine(bytes, from);
    this.#columns = parseHeader(new TextDecoder().decode(bytes.subarray(from, end)));
  }

  /** False: it is left out. */
  #readRow(bytes: Uint8Array, from: number, end: number): boolean {
    if (this.#leniency === null) {
      this.#readFields(bytes, from, end);
      return true;
    }
    try {
      this.#readFields(bytes, from, end);
      if (this.#readUs > this.#leniency.latestUs) throw this.#misplaced(this.#line, this.#readUs, FUTURE);
      return true;
    } catch (error) {
      if (this.#leniency.orderOnly || !(error instanceof RecordingError)) throw error;
      this.#firstFault ??= error;
      this.#leftOut++;
      this.#faults.push(error);
      this.#tell();
      return false;
    }
  }

  /** Time of the row that was read last. */
  get #readUs(): number {
    return this.#batch!.tUs[this.#batch!.n + this.#order.waiting]!;
  }

  #place(out: ImuBatch[]): void {
    if (this.#leniency === null) this.#keepRow(out);
    else {
      this.#order.push(this.#line, this.#readUs);
      this.#decide(false, out);
    }
  }

  /** Undecided rows stand behind the kept ones of the batch. */
  #decide(atEnd: boolean, out: ImuBatch[]): void {
    for (let place = this.#order.place(atEnd); place !== null; place = this.#order.place(atEnd)) {
      const isKept = place === 'follows' || (place === 'behind' && this.#leniency!.orderOnly === true);
      if (place !== 'follows') this.#complain(place);
      this.#order.shift(place);
      if (isKept) this.#keepRow(out);
      else this.#dropRow();
    }
    this.#tell();
  }

  #complain(place: Exclude<Place, 'follows'>): void {
    this.#faults.push(
      this.#misplaced(this.#order.line, this.#order.timeUs, place === 'ahead' ? AHEAD : BEHIND),
    );
  }

  #tell(): void {
    if (this.#faults.length === 0) return;
    this.#faults.sort((a, b) => a.line - b.line);
    const isNext = ({ line }: RecordingError): boolean => line < this.#order.line;
    while (this.#faults.length > MOST_FAULTS_HELD || this.#faults.some(isNext))
      this.#leniency!.onFault(this.#faults.shift()!);
  }

  #misplaced(line: number, tUs: number, [problem, remedy]: readonly [string, string]): RecordingError {
    return new RecordingError({ line, field: 't_us', value: String(tUs), problem, remedy });
  }

  #readFields(bytes: Uint8Array, from: number, end: number): void {
    this.#batch ??= this.#startBatch();
    const row = this.#batch.n + this.#order.waiting;
    const fields = this.#targets.length;
    const reader = this.#reader;
    reader.at = from;
    for (let field = 0; field < fields; field++) {
      const at = reader.at;
      const column = this.#targets[field]!;
      column[row] = reader.read(bytes, end);
      if ((field === fields - 1) !== reader.at >= end) this.#refuseFieldCount(bytes, from, end);
      if (!this.#isGood(column, row)) {
        this.#refuseHeader(bytes, from, end);
        this.#refuseValue(field, latin1(bytes, at, reader.at));
      }
      reader.at++;
    }
  }

  #keepRow(out: ImuBatch[]): void {
    this.#batch!.n++;
    this.#rows++;
    if (this.#batch!.n === BATCH_ROWS) out.push(this.#finishBatch());
  }

  #dropRow(): void {
    const { n } = this.#batch!;
    for (const column of this.#targets) column.copyWithin(n, n + 1, n + 1 + this.#order.waiting);
  }

  #isGood(column: Float64Array, row: number): boolean {
    const value = column[row]!;
    if (column === this.#batch!.tUs) return Number.isSafeInteger(value) && value >= 0;
    return Number.isFinite(value);
  }

  #refuseValue(field: number, text: string): never {
    const isTime = this.#columns!.names[field] === 't_us';
    if (isTime) this.#refuse(field, text, 'is not a time', TIME_REMEDY);
    this.#refuse(field, text, 'is not a number', NUMBER_REMEDY);
  }

  #startBatch(): Writable {
    const { names, hasGyro, hasMag } = this.#columns!;
    const batch: Writable = {
      n: 0,
      tUs: new Float64Array(CAPACITY_ROWS),
      accMps2: createVec3Columns(CAPACITY_ROWS),
      gyrRadps: hasGyro ? createVec3Columns(CAPACITY_ROWS) : null,
      magUt: hasMag ? createVec3Columns(CAPACITY_ROWS) : null,
    };
    this.#targets = names.map((name) => columnOf(batch, name));
    return batch;
  }

  #finishBatch(): ImuBatch {
    const batch = this.#batch!;
    const [columns, { n }, { waiting }] = [this.#targets, batch, this.#order];
    this.#batch = waiting > 0 ? this.#startBatch() : null;
    if (waiting > 0)
      columns.forEach((column, i) => void this.#targets[i]!.set(column.subarray(n, n + waiting)));
    return sliceBatch(batch, 0, n);
  }

  /** Of a line that cannot be read: it may begin another recording. */
  #refuseHeader(bytes: Uint8Array, from: number, end: number): void {
    const value = new TextDecoder().decode(bytes.subarray(from, end));
    if (!isHeader(value)) return;
    const problem = 'is the header of another recording';
    throw new RecordingError({ line: this.#line, field: 'row', value, problem, remedy: JOINED_REMEDY });
  }

  #refuseFieldCount(bytes: Uint8Array, from: number, end: number): never {
    this.#refuseHeader(bytes, from, end);
    const value = latin1(bytes, from, end);
    const problem = `has ${value.split(',').length} fields, the header has ${this.#targets.length}`;
    const remedy = 'write every column in every row and leave missing samples out as whole rows';
    throw new RecordingError({ line: this.#line, field: 'row', value, problem, remedy });
  }

  #refuse(field: number, value: string, problem: string, remedy: string): never {
    const name = this.#columns!.names[field]!;
    throw new RecordingError({ line: this.#line, field: name, value, problem, remedy });
  }

  #refuseLine(bytes: Uint8Array, from: number): never {
    const value = latin1(bytes, from, from + MAX_LINE_BYTES / 16);
    const problem = `is longer than ${MAX_LINE_BYTES} bytes`;
    const remedy = 'give a recording as CSV text, one sample a line';
    throw new RecordingError({ line: this.#line + 1, field: 'line', value, problem, remedy });
  }
}

const NUMBER_REMEDY =
  'write a decimal number such as -9.81, or leave the whole row out when the sample is missing';
const JOINED_REMEDY =
  'give each recording by itself, or take this line out where the same columns go on later';
const TIME_REMEDY = 'write whole microseconds, 0 or more, for example 1700000000000000';

/** What is wrong with a time that can be read, and what to do. */
const BEHIND = ['is not after the row before', 'sort the rows by time, and give each time once'] as const;
const AHEAD = ['is ahead of the rows after it', 'correct the time of this row'] as const;
const FUTURE = ['is in the future', 'correct the clock of the recording, or say when it began'] as const;

type Writable = { -readonly [K in keyof ImuBatch]: ImuBatch[K] };

function columnOf(batch: ImuBatch, name: string): Float64Array {
  if (name === 't_us') return batch.tUs;
  const group = { acc: batch.accMps2, gyr: batch.gyrRadps, mag: batch.magUt }[name.slice(0, 3) as 'acc'];
  return group![name.at(-1) as 'x' | 'y' | 'z'];
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
