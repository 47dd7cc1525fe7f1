import { describe, expect, it } from 'vitest';
import { MOUNTING_PARAMS } from './mounting.params.ts';
import { type Wear, WearDetector } from './wear-detector.ts';

const { notWornS, tableS } = MOUNTING_PARAMS;

/** What is said of each second; gravity swings by `swayDeg` either way. */
function said(swayDeg: number, lengthS: number, detector = new WearDetector(MOUNTING_PARAMS)): Wear[] {
  return Array.from({ length: lengthS }, (_, s) => {
    const angle = ((swayDeg * Math.PI) / 180) * Math.sin(s / 7);
    return detector.next(s * 1e6, [9.8 * Math.cos(angle), 9.8 * Math.sin(angle), 0]);
  });
}

describe('wear', () => {
  it('a clip on a table is not worn after three minutes', () => {
    expect(said(0.05, 3600).indexOf('off')).toBe(tableS - 1);
    expect(said(0.074, 3600).indexOf('off')).toBe(tableS - 1);
  });

  it('a noisy clip on a table is not worn after ten', () => {
    expect(said(0.076, 3600).indexOf('off')).toBe(notWornS - 1);
  });

  it('somebody who breathes wears it', () => {
    expect(said(0.5, 8 * 3600)).not.toContain('off');
  });

  it('who keeps as still as the stillest of the labelled set for three minutes wears it', () => {
    expect(said(0.165, 200)).not.toContain('off');
  });

  it('counts directions within 0.4 degrees from end to end as still', () => {
    expect(said(0.195, 3600).indexOf('off')).toBe(notWornS - 1);
    expect(said(0.205, 8 * 3600)).not.toContain('off');
  });

  it('says so while it is as still as on a table and nobody can know yet', () => {
    const states = said(0, 600);
    expect([states.indexOf('still'), states.indexOf('off')]).toEqual([15, 179]);
    expect(states.slice(0, 15)).not.toContain('still');
  });

  it('stays off while the table warms up, until it moves', () => {
    const detector = new WearDetector(MOUNTING_PARAMS);
    const at = (s: number, deg: number) => detector.next(s * 1e6, [9.8, (9.8 * deg * Math.PI) / 180, 0]);
    const warming = Array.from({ length: 400 }, (_, s) => at(s, Math.max(0, s - 200) / 600));
    expect([warming.indexOf('off'), warming.lastIndexOf('still'), warming.at(-1)]).toEqual([179, 178, 'off']);
    expect([at(401, 1), at(402, 1)]).toEqual(['worn', 'worn']);
  });

  it('tells since when it has been still', () => {
    const detector = new WearDetector(MOUNTING_PARAMS);
    detector.next(1e6, [1, 0, 9.8]);
    detector.next(2e6, [0, 0, 9.8]);
    for (let s = 3; s < 700; s++) detector.next(s * 1e6, [0, 0, 9.8]);
    expect(detector.stillSinceUs).toBe(3e6);
  });

  it('goes on from a snapshot in any second exactly', () => {
    const sways = [0.05, 0.5, 0.19];
    const whole = new WearDetector(MOUNTING_PARAMS);
    let resumed = new WearDetector(MOUNTING_PARAMS);
    for (const sway of sways) {
      const expected = said(sway, 700, whole);
      const told = Array.from({ length: 700 }, (_, s) => {
        const snapshot = JSON.parse(JSON.stringify(resumed.snapshot()));
        resumed = new WearDetector(MOUNTING_PARAMS);
        resumed.restore(snapshot);
        const angle = ((sway * Math.PI) / 180) * Math.sin(s / 7);
        return resumed.next(s * 1e6, [9.8 * Math.cos(angle), 9.8 * Math.sin(angle), 0]);
      });
      expect(told).toEqual(expected);
      expect(resumed.stillSinceUs).toBe(whole.stillSinceUs);
    }
  });

  it('takes a second without acceleration for nothing seen', () => {
    const detector = new WearDetector(MOUNTING_PARAMS);
    detector.next(1e6, [0, 0, 0]);
    expect(detector.stillSinceUs).toBeNull();
  });

  it('is worn again with the first movement, and a loss of data alone proves nothing', () => {
    const detector = new WearDetector(MOUNTING_PARAMS);
    for (let s = 0; s < notWornS; s++) detector.next(s * 1e6, [0, 0, 9.8]);
    expect(detector.next(601e6, null)).toBe('off');
    expect(detector.next(602e6, [1, 0, 9.8])).toBe('worn');
  });
});
