import { describe, expect, it } from 'vitest';
import { MOUNTING_PARAMS } from './mounting.params.ts';
import { WearDetector } from './wear-detector.ts';

/** Seconds until the detector says off; gravity swings by `swayDeg` either way. */
function secondsUntilOff(swayDeg: number, limitS: number): number | null {
  const detector = new WearDetector(MOUNTING_PARAMS);
  for (let s = 1; s <= limitS; s++) {
    const angle = ((swayDeg * Math.PI) / 180) * Math.sin(s / 7);
    if (detector.next(s * 1e6, [9.8 * Math.cos(angle), 9.8 * Math.sin(angle), 0]) === 'off') return s;
  }
  return null;
}

describe('wear', () => {
  it('a clip on a table is not worn after ten minutes', () => {
    expect(secondsUntilOff(0.05, 3600)).toBe(MOUNTING_PARAMS.notWornS);
  });

  it('somebody who breathes wears it', () => {
    expect(secondsUntilOff(0.5, 8 * 3600)).toBeNull();
  });

  it('counts directions within 0.4 degrees from end to end as still', () => {
    expect(secondsUntilOff(0.195, 3600)).toBe(600);
    expect(secondsUntilOff(0.205, 8 * 3600)).toBeNull();
  });

  it('says so while it is as still as on a table and nobody can know yet', () => {
    const detector = new WearDetector(MOUNTING_PARAMS);
    const said = Array.from({ length: 600 }, (_, i) => detector.next(i * 1e6, [0, 0, 9.8]));
    expect([said.indexOf('still'), said.indexOf('off')]).toEqual([15, 599]);
    expect(said.slice(0, 15)).not.toContain('still');
  });

  it('tells since when it has been still', () => {
    const detector = new WearDetector(MOUNTING_PARAMS);
    detector.next(1e6, [1, 0, 9.8]);
    detector.next(2e6, [0, 0, 9.8]);
    for (let s = 3; s < 700; s++) detector.next(s * 1e6, [0, 0, 9.8]);
    expect(detector.stillSinceUs).toBe(3e6);
  });

  it('goes on from a snapshot exactly', () => {
    const first = new WearDetector(MOUNTING_PARAMS);
    for (let s = 1; s <= 300; s++) first.next(s * 1e6, [0.01, 0, 9.8]);
    const resumed = new WearDetector(MOUNTING_PARAMS);
    resumed.restore(JSON.parse(JSON.stringify(first.snapshot())));
    expect(resumed.stillSinceUs).toBe(1e6);
    const off = (s: number) => resumed.next(s * 1e6, [0.02, 0, 9.8]) === 'off';
    expect(Array.from({ length: 300 }, (_, i) => off(301 + i)).indexOf(true)).toBe(299);
    expect(resumed.next(601e6, [0.09, 0, 9.8])).toBe('worn');
  });

  it('takes a second without acceleration for nothing seen', () => {
    const detector = new WearDetector(MOUNTING_PARAMS);
    detector.next(1e6, [0, 0, 0]);
    expect(detector.stillSinceUs).toBeNull();
  });

  it('is worn again with the first movement, and a loss of data alone proves nothing', () => {
    const detector = new WearDetector(MOUNTING_PARAMS);
    for (let s = 0; s < MOUNTING_PARAMS.notWornS; s++) detector.next(s * 1e6, [0, 0, 9.8]);
    expect(detector.next(601e6, null)).toBe('off');
    expect(detector.next(602e6, [1, 0, 9.8])).toBe('worn');
  });
});
