import { describe, expect, test } from 'vitest';
import { BeatEvidence } from './beat-evidence.ts';

const PERIOD_US = 10_000;
const SPACING_US = 50_000;

/** Notifications at even times whose latencies, in periods, come window by window. */
class Played {
  evidence = new BeatEvidence(PERIOD_US);
  #nowUs = 0;

  window([first, ...others]: readonly number[], calm = true): void {
    this.#nowUs += SPACING_US;
    this.evidence.open(first! * PERIOD_US, this.#nowUs);
    for (const periods of others) this.add(periods);
    if (calm) this.evidence.calm();
  }

  add(periods: number): void {
    this.#nowUs += SPACING_US;
    this.evidence.add(periods * PERIOD_US, this.#nowUs);
  }

  silence(us: number): void {
    this.#nowUs += us;
  }

  /** Through a snapshot in JSON into another one. */
  freeze(): void {
    const resumed = new BeatEvidence(PERIOD_US);
    resumed.restore(JSON.parse(JSON.stringify(this.evidence.snapshot())));
    this.evidence = resumed;
  }
}

const flat = Array<number>(40).fill(0);
/** Late notifications, each followed by one in time. */
const turns = (n: number): number[] => flat.map((_, i) => (i % 4 === 2 && i < 4 * n ? 1 : 0));
/** So many late ones side by side. */
const late = (n: number): number[] => flat.map((_, i) => (i > 40 - n - 1 ? 1 : 0));

function quiet(windows = 30): Played {
  const played = new Played();
  for (let i = 0; i < windows; i++) played.window(flat);
  return played;
}

describe('what announces a beat', () => {
  test('is nothing while all come in time, or all late', () => {
    expect([quiet().evidence.announced, quiet().evidence.returns]).toEqual([false, 0]);
    const lost = quiet();
    lost.window(flat.map(() => 1));
    expect(lost.evidence.announced).toBe(false);
  });

  test('are two late ones that were followed by one in time', () => {
    const after = (n: number): boolean => {
      const played = quiet();
      played.window(turns(n));
      expect(played.evidence.returns).toBe(n);
      return played.evidence.announced;
    };
    expect([after(1), after(2)]).toEqual([false, true]);
  });

  test('is told against the floor of the window as it falls', () => {
    const played = quiet();
    played.window([0.6, 0, 0.55, 0, 0.55, 0, ...flat]);
    expect(played.evidence.returns).toBe(3);
  });

  test('counts for six windows', () => {
    const after = (windows: number): number => {
      const played = quiet();
      played.window(turns(3));
      for (let i = 0; i < windows; i++) played.window(flat);
      return played.evidence.returns;
    };
    expect([after(5), after(6)]).toEqual([3, 0]);
  });

  test('is a share of late ones that grows beyond the usual by 0.12, known two windows later', () => {
    const share = (n: number, windows: number): boolean => {
      const played = quiet();
      for (let i = 0; i < windows; i++) played.window(late(n));
      return played.evidence.announced;
    };
    // Half of a window is late: the share follows by three tenths of it, a window behind.
    expect([share(20, 1), share(20, 2)]).toEqual([false, true]);
    expect([share(17, 2), share(16, 2)]).toEqual([true, false]);
  });

  test('is not what is usual', () => {
    const played = quiet();
    for (let i = 0; i < 400; i++) played.window(turns(1));
    expect(played.evidence.returns).toBe(6);
    expect(played.evidence.announced).toBe(false);
    // Three times as many, and two more.
    for (let i = 0; i < 4; i++) played.window(turns(5));
    expect(played.evidence.announced).toBe(true);
  });

  test('is no late one that follows a stall: three times as long as usual without any', () => {
    const after = (us: number): number => {
      const played = quiet();
      played.window(flat.slice(0, 5), false);
      played.silence(us - SPACING_US);
      played.add(1);
      played.add(0);
      played.evidence.calm();
      return played.evidence.returns;
    };
    expect([after(SPACING_US), after(3 * SPACING_US), after(3.1 * SPACING_US)]).toEqual([1, 1, 0]);
  });
});

describe('in step', () => {
  const spread = (share: number, periods: number): boolean => {
    const played = new Played();
    for (let w = 0; w < 300; w++) played.window(flat.map((_, i) => (i > 0 && i <= share * 40 ? periods : 0)));
    return played.evidence.inStep;
  };

  test('are those of whom less than three tenths come a fifth of a period above the floor', () => {
    expect([spread(0.275, 0.3), spread(0.325, 0.3)]).toEqual([true, false]);
    expect([spread(0.9, 0.19), spread(0.9, 0.21)]).toEqual([true, false]);
  });

  test('a new floor leaves what came before above it', () => {
    const falling = (by: number): boolean => {
      const played = new Played();
      for (let w = 0; w < 300; w++) played.window(flat.map((_, i) => (i < 20 ? by : 0)));
      return played.evidence.inStep;
    };
    expect([falling(0.19), falling(0.21)]).toEqual([true, false]);
  });
});

test('goes on from a snapshot at any window exactly', () => {
  const shapes = [
    flat,
    turns(2),
    late(9),
    flat.map((_, i) => (i % 3 ? 0.3 : 0)),
    [1, 1, 0, 1, 0, 0.3, 0.6, 0],
  ];
  const [whole, cut] = [new Played(), new Played()];
  for (let w = 0; w < 120; w++) {
    const shape = shapes[(w * w + (w >> 2)) % shapes.length]!;
    const calm = w % 5 !== 3;
    cut.freeze();
    for (const played of [whole, cut]) {
      played.window(shape.slice(0, 5), false);
      if (w % 7 === 2) played.silence(400_000);
    }
    cut.freeze();
    for (const played of [whole, cut]) {
      for (const periods of shape) played.add(periods);
      if (calm) played.evidence.calm();
    }
    const of = ({ evidence }: Played) => [evidence.announced, evidence.inStep, evidence.returns];
    expect(of(cut)).toEqual(of(whole));
    expect(cut.evidence.snapshot()).toEqual(whole.evidence.snapshot());
  }
});
