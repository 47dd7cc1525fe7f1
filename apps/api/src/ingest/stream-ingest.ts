import type { ChannelEncoding, DeviceState, Gap, SampleBlock, StreamClose } from '@plumbline/contract';
import { RECORD_KIND } from '@plumbline/contract';
import type { StreamRow } from './ingest.repository.ts';
import {
  type Fault,
  type IncomingRecord,
  type Parsed,
  parseClose,
  parseDevice,
  parseGap,
  parseSamples,
} from './record-bodies.ts';
import { SampleBlocks, unpackBlock } from './sample-blocks.ts';
import type { Numbered, TakenStream } from './writes.ts';

/** What became of a record. */
export type Verdict =
  | { readonly kind: 'samples'; readonly block: SampleBlock }
  | { readonly kind: 'kept' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'hole'; readonly expected: number }
  | { readonly kind: 'rejected'; readonly fault: Fault };

/** One stream's records, strictly in order, gathered until the next commit. */
export class StreamIngest {
  readonly row: StreamRow;
  readonly encodings: readonly ChannelEncoding[];
  readonly #blocks: SampleBlocks;
  #nextSeq: number;
  /** Where the last write that was taken left off; the ledger stands there once it is committed. */
  #takenSeq: number;
  #committedSeq: number;
  #samples: number;
  #lastUs: number | null;
  #gaps: Numbered<Gap>[] = [];
  #deviceStates: Numbered<DeviceState>[] = [];
  #rejected: Numbered<Fault>[] = [];
  #close: StreamClose | null = null;
  #ended: boolean;

  /** `openBlock`: the stream's last stored block, which may go on growing. */
  constructor(row: StreamRow, openBlock: Uint8Array | null) {
    this.row = row;
    this.encodings = row.channels.map(({ encoding }) => encoding);
    const open = openBlock && unpackBlock(openBlock, this.encodings);
    this.#blocks = new SampleBlocks(this.encodings, row.samples, open);
    this.#ended = row.ended;
    this.#nextSeq = row.nextSeq;
    this.#takenSeq = row.nextSeq;
    this.#committedSeq = row.nextSeq;
    this.#samples = row.samples;
    this.#lastUs = row.lastUs;
  }

  /** Every record below it is stored. */
  get committedSeq(): number {
    return this.#committedSeq;
  }

  /** The ledger stands beyond everything written from here: another process has taken the stream over. */
  isOvertaken(storedSeq: number): boolean {
    return storedSeq > this.#takenSeq;
  }

  get hasPending(): boolean {
    return this.#nextSeq > this.#takenSeq;
  }

  /** Its closing record came, and everything of it is stored. */
  get isDone(): boolean {
    return this.#ended && this.#committedSeq === this.#nextSeq;
  }

  accept(frame: IncomingRecord, nowUs: number): Verdict {
    if (frame.sequence < this.#nextSeq) return { kind: 'duplicate' };
    if (firstSequenceOf(frame, this.#nextSeq) > this.#nextSeq)
      return { kind: 'hole', expected: this.#nextSeq };
    this.#nextSeq = frame.sequence + 1;
    const verdict = this.#keep(frame, nowUs);
    if (verdict.kind === 'rejected') this.#rejected.push({ sequence: frame.sequence, value: verdict.fault });
    return verdict;
  }

  /** What came since the last take; null: nothing. */
  take(): TakenStream | null {
    if (!this.hasPending) return null;
    const write: TakenStream = {
      streamId: this.row.id,
      streamUuid: this.row.uuid,
      expectedSeq: this.#takenSeq,
      nextSeq: this.#nextSeq,
      samples: this.#samples,
      lastUs: this.#lastUs,
      blocks: this.#blocks.take(),
      gaps: this.#gaps,
      deviceStates: this.#deviceStates,
      rejected: this.#rejected,
      close: this.#close,
    };
    this.#takenSeq = this.#nextSeq;
    this.#gaps = [];
    this.#deviceStates = [];
    this.#rejected = [];
    this.#close = null;
    return write;
  }

  committed(nextSeq: number): void {
    this.#committedSeq = nextSeq;
  }

  #keep(frame: IncomingRecord, nowUs: number): Verdict {
    switch (frame.kind) {
      case RECORD_KIND.samples:
        return this.#keepSamples(frame, nowUs);
      case RECORD_KIND.gap:
        return number(frame, parseGap(frame.body), this.#gaps);
      case RECORD_KIND.device:
        return number(frame, parseDevice(frame.body), this.#deviceStates);
      case RECORD_KIND.close:
        return this.#keepClose(parseClose(frame.body));
      case RECORD_KIND.open:
        return rejected('kind', 'open', 'Only record 0 opens a stream.');
      case null:
        return rejected('kind', 'not known', 'Send only the kinds of this version of the protocol.');
    }
  }

  #keepSamples(frame: IncomingRecord, nowUs: number): Verdict {
    if (this.#ended) return rejected('kind', 'samples', 'The stream is closed: open a new one.');
    const parsed = parseSamples(frame.body, this.encodings, this.#lastUs ?? Number.NEGATIVE_INFINITY, nowUs);
    if (!parsed.ok) return { kind: 'rejected', fault: parsed.fault };
    const block = parsed.value;
    this.#blocks.append(block);
    this.#samples += block.n;
    this.#lastUs = block.tUs[block.n - 1]!;
    return { kind: 'samples', block };
  }

  #keepClose(parsed: Parsed<StreamClose>): Verdict {
    if (!parsed.ok) return { kind: 'rejected', fault: parsed.fault };
    this.#close = parsed.value;
    this.#ended = true;
    return { kind: 'closed' };
  }
}

/** A gap may stand for the records before its own that the gateway's outbox had to drop. */
function firstSequenceOf(frame: IncomingRecord, next: number): number {
  if (frame.sequence === next || frame.kind !== RECORD_KIND.gap) return frame.sequence;
  const gap = parseGap(frame.body);
  return gap.ok ? (gap.value.firstSequence ?? frame.sequence) : frame.sequence;
}

function number<T>(frame: IncomingRecord, parsed: Parsed<T>, into: Numbered<T>[]): Verdict {
  if (!parsed.ok) return { kind: 'rejected', fault: parsed.fault };
  into.push({ sequence: frame.sequence, value: parsed.value });
  return { kind: 'kept' };
}

function rejected(field: string, value: string, remedy: string): Verdict {
  return { kind: 'rejected', fault: { field, value, remedy } };
}
