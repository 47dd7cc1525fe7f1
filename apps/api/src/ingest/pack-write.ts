import { deflate } from './deflate.ts';
import type { EncodedBlock, StoredBlock } from './sample-blocks.ts';
import type {
  PipelineSnapshot,
  PipelineState,
  SessionWrite,
  StreamWrite,
  TakenSession,
  TakenStream,
} from './writes.ts';

/** Compresses what a session wants stored, on other threads: that takes longer than all the rest of storing it. */
export async function packWrite(taken: TakenSession): Promise<SessionWrite> {
  const [streams, snapshot] = await Promise.all([
    Promise.all(taken.streams.map(packStream)),
    taken.state && packState(taken.state),
  ]);
  const { state, ...rest } = taken;
  return { ...rest, streams, snapshot };
}

export async function packState({ json, ...rest }: PipelineState): Promise<PipelineSnapshot> {
  return { ...rest, bytes: await deflate(json) };
}

async function packStream(taken: TakenStream): Promise<StreamWrite> {
  return { ...taken, blocks: await Promise.all(taken.blocks.map(packBlock)) };
}

async function packBlock({ encoded, ...head }: EncodedBlock): Promise<StoredBlock> {
  return { ...head, payload: await deflate(encoded) };
}
