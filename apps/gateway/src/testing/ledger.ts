import type { FakeApi, StoredStream } from './fake-api.ts';

/** What the API holds of one sensor, put together over its streams. */
export interface Ledger {
  readonly streams: number;
  readonly samples: number;
  readonly missing: number;
  /** Times that came twice or went back. */
  readonly disorder: number;
  /** Holes of more than one and a half periods that no gap names. */
  readonly unnamed: number;
}

const PERIODS = 1.5;
/** A gap's edges are where samples were due; the fit may move by this much between. */
const SLACK_US = 30_000;

/** Every sample of the sensor in order of time, and every hole between two of them looked up among the gaps. */
export function ledgerOf(api: FakeApi, sensorId: string): Ledger {
  const streams = [...api.streams.values()]
    .filter((stream) => stream.open?.sensor.id === sensorId)
    .sort((a, b) => (a.tUs[0] ?? 0) - (b.tUs[0] ?? 0));
  const times = streams.flatMap((stream) => stream.tUs);
  const gaps = streams.flatMap((stream) => stream.gaps);
  const periodUs = 1e6 / (streams[0]?.open?.rateHz ?? 1);
  let disorder = 0;
  let unnamed = 0;
  for (let i = 1; i < times.length; i++) {
    const [before, now] = [times[i - 1]!, times[i]!];
    if (now <= before) disorder++;
    if (now - before <= PERIODS * periodUs) continue;
    const named = gaps.some(
      (gap) => gap.startUs <= before + periodUs + SLACK_US && gap.endUs >= now - SLACK_US,
    );
    if (!named) unnamed++;
  }
  return { streams: streams.length, samples: times.length, missing: missingOf(streams), disorder, unnamed };
}

function missingOf(streams: readonly StoredStream[]): number {
  return streams.flatMap((stream) => stream.gaps).reduce((sum, gap) => sum + gap.missing, 0);
}
