import type { LiveModel } from './live-model.ts';

const US_PER_S = 1_000_000;
/** Batches arrive in steps: only after this much silence does the window move on without samples. */
const EDGE_GRACE_US = 1_000_000;

/** The server's clock at a moment of the page's clock, null before the first message. */
export function serverNowUs(model: LiveModel, atMs: number): number | null {
  return model.offsetUs === null ? null : atMs * 1000 + model.offsetUs;
}

/** Seconds since the server received the last sample, by its own clock; null without samples. */
export function sampleAgeS(model: LiveModel, atMs: number): number | null {
  const nowUs = serverNowUs(model, atMs);
  const receivedUs = model.session?.connection.receivedUs ?? null;
  if (nowUs === null || receivedUs === null) return null;
  return Math.max(0, (nowUs - receivedUs) / US_PER_S);
}

/** "Now" on the time line of the samples, which a playback runs at its own speed; null without samples. */
export function sampleNowUs(model: LiveModel, atMs: number): number | null {
  const ageS = sampleAgeS(model, atMs);
  const connection = model.session?.connection;
  if (ageS === null || !connection || connection.lastSampleUs === null) return null;
  return connection.lastSampleUs + ageS * US_PER_S * (connection.playback?.speed ?? 1);
}

/**
 * Right end of the traces. The newest sample while samples come; when they stop, the window goes on with the
 * clock, so that silence is seen as an empty stretch.
 */
export function traceEdgeUs(newestUs: number | null, nowUs: number | null): number | null {
  if (newestUs === null) return nowUs;
  return nowUs === null ? newestUs : Math.max(newestUs, nowUs - EDGE_GRACE_US);
}
