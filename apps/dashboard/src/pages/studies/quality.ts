import type { StudyStream } from '@plumbline/contract';

const S_PER_H = 3600;

/** Hours of samples that came. */
export function recordedH({ samples, rateHz }: Pick<StudyStream, 'samples' | 'rateHz'>): number {
  return rateHz > 0 ? samples / rateHz / S_PER_H : 0;
}

/** Of the samples that the sensor took, as far as they are known to be missing. */
export function missingShare({
  samples,
  missingSamples,
}: Pick<StudyStream, 'samples' | 'missingSamples'>): number {
  const all = samples + missingSamples;
  return all === 0 ? 0 : missingSamples / all;
}

export interface QualitySum {
  readonly streams: number;
  readonly hours: number;
  readonly missing: number;
  readonly rejected: number;
}

export function qualitySum(streams: readonly StudyStream[]): QualitySum {
  const sum = (pick: (stream: StudyStream) => number) => streams.reduce((all, each) => all + pick(each), 0);
  const [samples, missingSamples] = [sum((s) => s.samples), sum((s) => s.missingSamples)];
  return {
    streams: streams.length,
    hours: sum(recordedH),
    missing: missingShare({ samples, missingSamples }),
    rejected: sum((s) => s.rejectedRecords),
  };
}
