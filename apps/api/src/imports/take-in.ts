import { createHash } from 'node:crypto';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import {
  isTimeOfDay,
  type OpenedRecording,
  openRecording,
  openRecordingBytes,
  RecordingError,
} from '@plumbline/formats';
import type { IngestService } from '../ingest/ingest.service.ts';
import type { IncomingRecord } from '../ingest/record-bodies.ts';
import { checkUnits } from './check-units.ts';
import { FaultList } from './fault-list.ts';
import type { ImportOrder, ImportResult, TakenImport } from './import-order.ts';
import { ImportPeer } from './import-peer.ts';
import type { ImportsRepository } from './imports.repository.ts';
import { idOf, RecordingRecords, type RecordingStream } from './recording-records.ts';

/** What an import works with. */
export interface Surroundings {
  readonly ingest: IngestService;
  readonly repository: ImportsRepository;
  readonly stop: AbortSignal;
  /** Share of the file that has been read. */
  readonly onShare: (share: number) => void;
}

const DAY_US = 86_400e6;
const ACK_POLL_MS = 20;
/** Others get their turn after this long. */
const TURN_MS = 10;

/** The recording cannot be taken in, or no more of it. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused';
}

/**
 * Takes a recording in through ingest, as if a gateway had sent it: stored once, analysed, summarised. Its stream is named
 * after what is in the file, so that the same file twice is one recording, and one that broke off goes on.
 */
export async function takeIn(taken: TakenImport, path: string, around: Surroundings): Promise<ImportResult> {
  const wearer = await around.repository.wearer(taken.wearerId);
  if (wearer === null) throw new ImportRefused('The wearer is not there any more.');
  const latestUs = latestOf(taken.order);
  await checkUnits(path, latestUs, around.stop);
  const faults = new FaultList(taken.order.name);
  const found = await streamIdOf(
    `${wearer.uuid} ${taken.order.startUs} ${await contentOf(path, around.stop)}`,
    around,
  );
  const recording = await openRecording(path, {
    onFault: (fault) => faults.add(fault),
    latestUs,
  });
  const { streamId, nextSeq, repeated } = found;
  const peer = new ImportPeer({ id: taken.wearerId, tenantId: wearer.tenantId }, streamId);
  const feeder = new Feeder(around.ingest, peer, nextSeq);
  const told = await feed(taken.order, recording, { wearer: wearer.uuid, streamId }, feeder, around);
  return { stream: streamId, ...told, refused: faults.count, faults: faults.told, repeated };
}

/** SHA-256 of what is in the file, compressed or not. */
async function contentOf(path: string, stop: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const { bytes } = await openRecordingBytes(path);
  try {
    for await (const piece of bytes) {
      stop.throwIfAborted();
      hash.update(piece);
    }
  } catch (error) {
    // Cut off: what is there is what it holds.
    if (!(error instanceof RecordingError)) throw error;
  }
  return hash.digest('hex');
}

interface FoundStream {
  readonly streamId: string;
  /** Everything is stored already. */
  readonly repeated: boolean;
  /** Where it goes on. */
  readonly nextSeq: number;
}

/** A recording whose samples were deleted meanwhile comes again under another name. */
async function streamIdOf(content: string, { repository }: Surroundings): Promise<FoundStream> {
  for (let time = 0; ; time++) {
    const streamId = idOf(`recording ${content} ${time}`);
    const stream = await repository.stream(streamId);
    if (stream === null) return { streamId, repeated: false, nextSeq: 0 };
    if (!stream.ended) return { streamId, repeated: false, nextSeq: stream.nextSeq };
    if (stream.stored === stream.samples) return { streamId, repeated: true, nextSeq: stream.nextSeq };
  }
}

/** Times of the file are moved so that the first is `startUs`; what is too far ahead is then told by ingest. */
function latestOf({ startUs }: ImportOrder): number {
  return startUs === null ? Date.now() * 1000 + DAY_US : Number.MAX_SAFE_INTEGER;
}

type Told = Pick<ImportResult, 'session' | 'samples' | 'missing' | 'startUs' | 'endUs'>;

/** The rows one after the other, from the first record on that is not stored. */
async function feed(
  order: ImportOrder,
  recording: OpenedRecording,
  whose: { readonly wearer: string; readonly streamId: string },
  feeder: Feeder,
  { stop, onShare }: Surroundings,
): Promise<Told> {
  let records: RecordingRecords | null = null;
  let [samples, startUs, offsetUs] = [0, 0, 0];
  for await (const batch of recording.batches) {
    stop.throwIfAborted();
    if (records === null) {
      startUs = startOf(order, batch.tUs[0]!);
      offsetUs = startUs - batch.tUs[0]!;
      records = new RecordingRecords(streamOf(whose, order, recording, startUs));
      await feeder.send(records.open());
    }
    for (const record of records.rows(batch, offsetUs)) await feeder.send(record);
    samples += batch.n;
    onShare(recording.readBytes() / recording.sizeBytes);
  }
  for (const record of records!.close()) await feeder.send(record);
  await feeder.stored(stop);
  const session = idOf(`session ${whose.streamId}`);
  return { session, samples, missing: records!.missing, startUs, endUs: records!.lastUs };
}

/** Hands records to ingest no faster than it takes them, and lets others have their turn. */
class Feeder {
  readonly #ingest: IngestService;
  readonly #peer: ImportPeer;
  readonly #nextSeq: number;
  #sent = 0;
  #turnEndsMs = Date.now() + TURN_MS;

  /** Records below `nextSeq` are stored. */
  constructor(ingest: IngestService, peer: ImportPeer, nextSeq: number) {
    this.#ingest = ingest;
    this.#peer = peer;
    this.#nextSeq = nextSeq;
  }

  async send(record: IncomingRecord): Promise<void> {
    if (Date.now() >= this.#turnEndsMs) {
      await setImmediate();
      this.#turnEndsMs = Date.now() + TURN_MS;
    }
    if (record.sequence < this.#nextSeq) return;
    await this.#ingest.room();
    await this.#ingest.accept(record, this.#peer, Date.now());
    this.#sent = record.sequence + 1;
    this.#check();
  }

  /** Resolves when everything that was sent is stored. */
  async stored(stop: AbortSignal): Promise<void> {
    while (this.#peer.acknowledged < this.#sent) {
      stop.throwIfAborted();
      this.#check();
      await sleep(ACK_POLL_MS);
    }
  }

  #check(): void {
    if (this.#peer.refusal !== null) throw new ImportRefused(this.#peer.refusal);
  }
}

function startOf({ startUs }: ImportOrder, firstUs: number): number {
  if (startUs !== null) return startUs;
  if (isTimeOfDay(firstUs)) return firstUs;
  throw new ImportRefused(
    `t_us '${firstUs}' of the first row is no time of day: say when the recording began (startUs).`,
  );
}

function streamOf(
  { wearer, streamId }: { readonly wearer: string; readonly streamId: string },
  { axes, timeZone }: ImportOrder,
  { rateHz, hasGyro, hasMag }: OpenedRecording,
  startUs: number,
): RecordingStream {
  const ids = {
    streamId,
    sessionId: idOf(`session ${streamId}`),
    sensorId: `recordings-${idOf(wearer).slice(0, 8)}`,
  };
  return { ...ids, rateHz, hasGyro, hasMag, axes, timeZone, startUs };
}
