import { describe, expect, test } from 'vitest';
import { ROTATION_PARAMS } from '../measures/rotation/index.ts';
import { createVec3Columns, type ImuBatch } from '../signal/imu-batch.ts';
import { MeasureStages } from './measure-stages.ts';
import { POSTURE_STATES, type PostureSecond, type PostureState } from './outputs.ts';

const RATE_HZ = 50;
const S_US = 1e6;
const QUIET = { seconds: [], decidedUntilUs: null };

/** Twenty seconds upright with a turn of 12 deg to the left and back between 4 s and 6 s. */
function look(): ImuBatch {
  const n = 20 * RATE_HZ;
  const gyrRadps = createVec3Columns(n);
  const accMps2 = createVec3Columns(n);
  accMps2.z.fill(9.80665);
  const tUs = Float64Array.from({ length: n }, (_, i) => (i / RATE_HZ) * S_US);
  for (let i = 4 * RATE_HZ; i < 6 * RATE_HZ; i++)
    gyrRadps.z[i] = 0.33 * Math.sin((Math.PI * (i - 200)) / RATE_HZ);
  return { n, tUs, accMps2, gyrRadps, magUt: null };
}

function feed(stages: MeasureStages, batch: ImuBatch): void {
  const known = {
    quaternion: new Float64Array([1, 0, 0, 0]),
    biasRadps: new Float64Array(3),
    upright: null,
    posture: POSTURE_STATES.indexOf('unknown'),
  };
  stages.begin(batch.n);
  for (let i = 0; i < batch.n; i++) stages.sample(batch, i, known);
}

const second = (s: number, state: PostureState): PostureSecond => ({
  tUs: s * S_US,
  state,
  probability: 1,
  flexionDeg: 0,
  sideBendDeg: 0,
  rotationDeg: null,
  tiltDeg: 0,
  activityMps2: 0,
  coverage: 1,
});
const seconds = (from: number, to: number, state: PostureState): PostureSecond[] =>
  Array.from({ length: to - from }, (_, i) => second(from + i, state));

describe('a rotation', () => {
  test('waits until the posture of its peak is decided, and is told with it', () => {
    const stages = new MeasureStages(null);
    feed(stages, look());
    expect(stages.drain(QUIET).rotations).toEqual([]);
    expect(stages.drain({ seconds: seconds(0, 5, 'sitting'), decidedUntilUs: 5 * S_US }).rotations).toEqual(
      [],
    );
    const { rotations } = stages.drain({ seconds: seconds(5, 9, 'sitting'), decidedUntilUs: 9 * S_US });
    expect(rotations).toMatchObject([{ kind: 'rotation', context: 'sitting' }]);
  });

  test('takes the last word on its second', () => {
    const stages = new MeasureStages(null);
    feed(stages, look());
    stages.drain({ seconds: seconds(0, 9, 'sitting'), decidedUntilUs: null });
    const { rotations } = stages.drain({ seconds: seconds(0, 9, 'walking'), decidedUntilUs: 9 * S_US });
    expect(rotations).toMatchObject([{ kind: 'gait', context: 'walking' }]);
  });

  test('is told at the end although a step could still have claimed it', () => {
    const stages = new MeasureStages(null);
    const batch = look();
    feed(stages, { ...batch, n: 7 * RATE_HZ });
    expect(stages.drain({ seconds: seconds(0, 7, 'sitting'), decidedUntilUs: 7 * S_US }).rotations).toEqual(
      [],
    );
    expect(stages.flush(QUIET).rotations).toMatchObject([{ kind: 'rotation', context: 'sitting' }]);
  });

  test('is settled by the parameters that it was found by', () => {
    const { excursion, ...others } = ROTATION_PARAMS;
    const rotation = { ...others, excursion: { ...excursion, standingThresholdDeg: 20 } };
    const stages = new MeasureStages(null, { rotation });
    feed(stages, look());
    const news = { seconds: seconds(0, 9, 'standing'), decidedUntilUs: 9 * S_US };
    expect(stages.drain(news).rotations).toEqual([]);
  });

  test('is told as unknown when posture never is', () => {
    const stages = new MeasureStages(null);
    feed(stages, look());
    stages.drain({ seconds: seconds(0, 20, 'unknown'), decidedUntilUs: null });
    expect(stages.flush(QUIET).rotations).toMatchObject([{ kind: 'rotation', context: 'unknown' }]);
  });
});

describe('load', () => {
  test('sees every decided second once', () => {
    const stages = new MeasureStages(null);
    stages.begin(0);
    expect(stages.drain({ seconds: seconds(0, 40, 'sitting'), decidedUntilUs: null }).load).toEqual([]);
    const { load } = stages.drain({ seconds: seconds(0, 40, 'standing'), decidedUntilUs: 40 * S_US });
    expect(load).toHaveLength(4);
    expect(load.at(-1)).toMatchObject({ posture: 'standing', holdingS: 40 });
  });

  test('does not see seconds that stay unknown', () => {
    const stages = new MeasureStages(null);
    stages.begin(0);
    const news = [...seconds(0, 20, 'sitting'), ...seconds(20, 60, 'unknown'), ...seconds(60, 80, 'sitting')];
    const { load } = stages.drain({ seconds: news, decidedUntilUs: 80 * S_US });
    expect(load.map((row) => row.tUs / S_US)).toEqual([10, 20, 70, 80]);
    expect(load.at(-1)!.holdingS).toBe(20);
  });
});

test('load sees decided seconds in order, however they come', () => {
  const [inOrder, reversed] = [new MeasureStages(null), new MeasureStages(null)];
  const news = [...seconds(0, 25, 'sitting'), ...seconds(25, 60, 'standing')];
  for (const stages of [inOrder, reversed]) stages.begin(0);
  const expected = inOrder.drain({ seconds: news, decidedUntilUs: 60 * S_US });
  expect(reversed.drain({ seconds: news.toReversed(), decidedUntilUs: 60 * S_US })).toEqual(expected);
});

test('a snapshot keeps the posture that was decided for what waits', () => {
  const stages = new MeasureStages(null);
  feed(stages, look());
  // The peak is at 5 s, and an event waits a second and a half for what is decided after it.
  expect(stages.drain({ seconds: seconds(0, 6, 'sitting'), decidedUntilUs: 6 * S_US }).rotations).toEqual([]);
  const revived = new MeasureStages(null);
  revived.restore(JSON.parse(JSON.stringify(stages.snapshot())));
  revived.begin(0);
  const { rotations } = revived.drain({ seconds: seconds(6, 9, 'walking'), decidedUntilUs: 9 * S_US });
  expect(rotations).toMatchObject([{ kind: 'rotation', context: 'sitting' }]);
});

test('a snapshot keeps what waits', () => {
  const stages = new MeasureStages(null);
  feed(stages, look());
  stages.drain({ seconds: seconds(0, 9, 'sitting'), decidedUntilUs: null });
  const revived = new MeasureStages(null);
  revived.restore(JSON.parse(JSON.stringify(stages.snapshot())));
  const news = { seconds: [], decidedUntilUs: 20 * S_US };
  revived.begin(0);
  expect(revived.drain(news)).toEqual(stages.drain(news));
});
