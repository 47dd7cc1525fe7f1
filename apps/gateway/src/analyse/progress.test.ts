import { describe, expect, it } from 'vitest';
import { createProgress, duration } from './progress.ts';

/** What is printed while shares come in at these times, s. */
function printed(
  terminal: boolean,
  shares: readonly (readonly [number, number])[],
  what = 'analysing',
): string[] {
  const out: string[] = [];
  let nowS = 0;
  const talk = (text: string): void => void out.push(text);
  const progress = createProgress(what, { terminal, columns: 40, talk, say: talk }, () => nowS * 1000);
  for (const [atS, share] of shares) {
    nowS = atS;
    progress.show(share);
  }
  progress.end();
  return out;
}

describe('progress', () => {
  it('is silent over work that is soon done', () => {
    const soon = [
      [0.5, 0.3],
      [1.9, 0.9],
    ] as const;
    expect(printed(true, soon)).toEqual([]);
    expect(printed(false, soon)).toEqual([]);
  });

  it('replaces its line on a terminal, tells the time left and leaves nothing behind', () => {
    const said = printed(true, [
      [2, 0.1],
      [2.1, 0.11],
      [10, 0.5],
    ]);
    expect(said.map((text) => text.replace('\r\x1b[2K', ''))).toEqual([
      'analysing: 10 %, 18 s left',
      'analysing: 50 %, 10 s left',
      '',
    ]);
    expect(said.every((text) => text.startsWith('\r'))).toBe(true);
  });

  it('fits into a line of the terminal, so that it can replace itself', () => {
    const [line] = printed(true, [[2, 0.1]], `analysing ${'long/'.repeat(20)}walk.csv`);
    expect(line).toBe('\r\x1b[2Kanalysing long/long/lo: 10 %, 18 s left');
  });

  it('is a plain line now and then elsewhere', () => {
    const minutes = Array.from({ length: 60 }, (_, i) => [i * 2, i / 60] as const);
    const said = printed(false, minutes);
    expect(said[0]).toBe('analysing: 10 %, 1 min left'.replace('1 min', said[0]!.match(/, (.*) left/)![1]!));
    expect(said.length).toBeLessThanOrEqual(9);
    expect(said.join('')).not.toContain('\r');
  });

  it('says long times in hours', () => {
    expect([duration(59.2), duration(90), duration(7260)]).toEqual(['60 s', '2 min', '2 h 1 min']);
  });
});
