import { concatBytes } from '../../bytes.ts';
import { HEADER, RECORD_BYTES, RECORD_LENGTHS, REGISTERS, STREAM } from './frames.ts';

/** Receives each record in place; must not keep `bytes`. */
export interface RecordSink {
  onStream(bytes: Uint8Array, at: number, length: number): void;
  onRegisters(bytes: Uint8Array, at: number): void;
}

const LONGEST = 40;
/** Left over between calls at most: two of the longest record while the length is being learnt. */
const CARRY_BYTES = 2 * LONGEST;
const SLICE_BYTES = 512;
/** So many bytes without one record: the learnt length must be wrong. */
const RELEARN_AFTER_BYTES = 4 * LONGEST;

const startsRecord = (b: Uint8Array): boolean => b[0] === HEADER && (b[1] === STREAM || b[1] === REGISTERS);

/**
 * Finds records in a byte stream that has no checksum. A header counts only if the next header, or the end
 * of a notification that began with a header, stands exactly one record further. The record length is learnt
 * from that spacing (two records must agree) and kept. `trustFirst`: notifications are known to hold whole
 * records, so one is enough and the end of a notification always counts.
 */
export class RecordParser {
  readonly #sink: RecordSink;
  readonly #fixedLength: number | null;
  readonly #trustFirst: boolean;
  readonly #bytes = new Uint8Array(CARRY_BYTES + SLICE_BYTES);
  #n = 0;
  #length: number | null;
  #droppedInRow = 0;
  #dropped = 0;
  /** This call's bytes began right after a whole record and no byte was dropped since. */
  #aligned = true;

  constructor(sink: RecordSink, fixedLength: number | null = null, trustFirst = false) {
    this.#sink = sink;
    this.#trustFirst = trustFirst;
    this.#fixedLength = fixedLength;
    this.#length = fixedLength;
  }

  /** Record length in use, null while unknown. */
  get length(): number | null {
    return this.#length;
  }

  reset(): void {
    this.#n = 0;
    this.#length = this.#fixedLength;
    this.#droppedInRow = 0;
  }

  /** One notification; returns how many bytes belonged to no record. */
  push(notification: Uint8Array): number {
    this.#dropped = 0;
    if (!this.#isWholeRecord() && startsRecord(notification)) this.#dropCarry();
    this.#aligned = this.#n === 0 || this.#isWholeRecord();
    for (let from = 0; from < notification.length; from += SLICE_BYTES) {
      const slice = notification.subarray(from, from + SLICE_BYTES);
      this.#bytes.set(slice, this.#n);
      this.#n += slice.length;
      this.#parse(from + SLICE_BYTES >= notification.length);
    }
    return this.#dropped;
  }

  /** The device sends whole records: what a notification with a header at its start follows was torn. */
  #dropCarry(): void {
    this.#dropped += this.#n;
    this.#n = 0;
  }

  #isWholeRecord(): boolean {
    if (this.#length === null) return RECORD_LENGTHS.some((length) => length === this.#n);
    return this.#n === this.#lengthAt(0);
  }

  #isHeader(at: number): boolean {
    const type = this.#bytes[at + 1];
    return this.#bytes[at] === HEADER && (type === STREAM || type === REGISTERS);
  }

  #lengthAt(at: number): number {
    return this.#bytes[at + 1] === REGISTERS ? RECORD_BYTES : (this.#length ?? RECORD_BYTES);
  }

  /** `yes`: a boundary stands at `at`; `wait`: more bytes will tell. */
  #boundary(at: number, last: boolean): 'yes' | 'no' | 'wait' {
    if (at > this.#n) return 'wait';
    if (at === this.#n) return last && (this.#aligned || this.#trustFirst) ? 'yes' : 'wait';
    if (at + 1 === this.#n) return this.#bytes[at] === HEADER ? 'wait' : 'no';
    return this.#isHeader(at) ? 'yes' : 'no';
  }

  #parse(last: boolean): void {
    let at = 0;
    while (this.#n - at >= 2) {
      const verdict = this.#isHeader(at) ? this.#judge(at, last) : 'no';
      if (verdict === 'wait') break;
      if (verdict === 'yes') at = this.#accept(at);
      else at = this.#drop(at);
    }
    if (this.#n - at === 1 && this.#bytes[at] !== HEADER) at = this.#drop(at);
    this.#bytes.copyWithin(0, at, this.#n);
    this.#n -= at;
  }

  #judge(at: number, last: boolean): 'yes' | 'no' | 'wait' {
    if (this.#length === null && this.#bytes[at + 1] === STREAM) return this.#learn(at, last);
    return this.#boundary(at + this.#lengthAt(at), last);
  }

  #learn(at: number, last: boolean): 'yes' | 'no' | 'wait' {
    let open = false;
    for (const length of RECORD_LENGTHS) {
      const first = this.#boundary(at + length, last);
      const second = this.#trustFirst ? first : this.#boundary(at + 2 * length, last);
      // Two records of 20 also look like one of 40: a header in the middle tells.
      if (length === 2 * RECORD_BYTES && this.#hasHeaderInside(at)) continue;
      if (first === 'yes' && second === 'yes') {
        this.#length = length;
        return 'yes';
      }
      open ||= first === 'wait' || (first === 'yes' && second === 'wait');
    }
    // A trusted notification holds whole records: one that would not end in it does not begin here.
    const over = this.#trustFirst && last && at + RECORD_BYTES <= this.#n;
    return open && !over && this.#n - at < CARRY_BYTES ? 'wait' : 'no';
  }

  #hasHeaderInside(at: number): boolean {
    const third = at + 3 * RECORD_BYTES;
    return this.#isHeader(at + RECORD_BYTES) || (third < this.#n && this.#isHeader(third));
  }

  #accept(at: number): number {
    const length = this.#lengthAt(at);
    this.#droppedInRow = 0;
    if (this.#bytes[at + 1] === STREAM) this.#sink.onStream(this.#bytes, at, length);
    else this.#sink.onRegisters(this.#bytes, at);
    return at + length;
  }

  #drop(at: number): number {
    this.#aligned = false;
    this.#dropped++;
    if (++this.#droppedInRow >= RELEARN_AFTER_BYTES && this.#length !== this.#fixedLength) {
      this.#length = this.#fixedLength;
      this.#droppedInRow = 0;
    }
    return at + 1;
  }
}

/** Records that notifications cut (a small MTU) are put together again where then no byte is left over. */
export function joinCut(notifications: readonly Uint8Array[]): readonly Uint8Array[] {
  if (notifications.every((b) => b.length === 0 || startsRecord(b))) return notifications;
  const joined = concatBytes(...notifications);
  const parser = new RecordParser({ onStream: () => {}, onRegisters: () => {} }, null, true);
  return parser.push(joined) === 0 ? [joined] : notifications;
}
