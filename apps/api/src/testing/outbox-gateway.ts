import { setTimeout as sleep } from 'node:timers/promises';
import { TestGateway } from './test-gateway.ts';

const RETRY_MS = 30;
const FRAMES_PER_MESSAGE = 4;
const PAUSE_MS = 2;

/**
 * Sends the frames of one stream until every one is acknowledged, whatever happens to the API meanwhile: the
 * promise of a durable outbox, without the disk. Checks that nothing acknowledged is ever asked for again.
 */
export async function sendUntilStored(
  url: () => string,
  streamId: string,
  frames: readonly Uint8Array[],
  onProgress: (sent: number) => Promise<void> = async () => {},
): Promise<{ connections: number; askedAgain: number[] }> {
  const gatewayId = crypto.randomUUID();
  const askedAgain: number[] = [];
  let acknowledged = 0;
  let connections = 0;
  while (acknowledged < frames.length) {
    const gateway = await TestGateway.connect(url(), [streamId], gatewayId).catch(() => null);
    if (gateway === null) {
      await sleep(RETRY_MS);
      continue;
    }
    connections++;
    const next = gateway.welcome[streamId]!;
    if (next < acknowledged) askedAgain.push(next);
    await sendFrom(gateway, streamId, frames, next, onProgress).catch(() => {});
    acknowledged = Math.max(acknowledged, next, gateway.acknowledged.get(streamId) ?? 0);
    gateway.socket.terminate();
  }
  return { connections, askedAgain };
}

async function sendFrom(
  gateway: TestGateway,
  streamId: string,
  frames: readonly Uint8Array[],
  next: number,
  onProgress: (sent: number) => Promise<void>,
): Promise<void> {
  for (let at = next; at < frames.length; at += FRAMES_PER_MESSAGE) {
    if (gateway.socket.readyState !== gateway.socket.OPEN) return;
    gateway.send(...frames.slice(at, at + FRAMES_PER_MESSAGE));
    await onProgress(at);
    await sleep(PAUSE_MS);
  }
  await gateway.acknowledgedUpTo(streamId, frames.length);
}
