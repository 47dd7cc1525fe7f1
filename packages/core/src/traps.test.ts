import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/**
 * Where numbers like these have gone wrong before, and the tests that hold each trap: file below `src` and the
 * beginning of the test's title.
 */
const TRAPS: Readonly<Record<string, readonly (readonly [file: string, title: string])[]>> = {
  '1 more than, or at least, 30:00': [
    ['measures/sitting/sitting-pattern.test.ts', 'takes a bout of exactly 30:00 for prolonged'],
    ['measures/sitting/bout-statistics.test.ts', 'counts a bout of exactly the limit'],
  ],
  '2 a bout across midnight, a day of 23 or 25 hours': [
    ['summary/days.test.ts', 'is split for the minutes of the days'],
    ['summary/days.test.ts', 'is whole for the statistics of bouts'],
    ['summary/days.test.ts', 'of 25 hours holds 25 hours of sitting, one of 23 hours 23'],
    ['summary/local-days.test.ts', 'follow each other without gap or overlap wherever clocks leap'],
  ],
  '3 a gap of the link inside a bout': [
    ['posture/bouts.test.ts', 'go on over a loss of up to 60 s, and end at a longer one'],
    ['measures/sitting/sitting-pattern.test.ts', 'takes a gap between two sitting bouts for no break'],
    ['measures/load/load-stage.test.ts', 'that nobody saw earns nothing'],
  ],
  '4 an open bout at the end': [
    ['measures/sitting/sitting-pattern.test.ts', 'lets an open last bout count with its length so far'],
    ['posture/bouts.test.ts', 'end open while the recording goes on'],
  ],
  '5 no bout, or one': [
    ['measures/sitting/sitting-pattern.test.ts', 'says nothing with numbers about no bout'],
    ['measures/sitting/bout-statistics.test.ts', 'answers null rather than a number for no bout'],
  ],
  '6 the clip upside down or inside out': [
    ['validation/simulated-day.test.ts', 'a clip worn %s changes nothing beyond 1e-6'],
    ['posture/posture-stage.test.ts', '%s: angles stay within 1e-6 degrees, postures the same'],
    ['mounting/mounting.test.ts', 'upside down is warned of without a walk'],
    ['mounting/mounting.test.ts', 'inside out shows in the steps'],
  ],
  '7 a car, a swivel chair, a lift': [
    ['pipeline/conveyances.test.ts', '%s leaves somebody who stands standing'],
    ['pipeline/conveyances.test.ts', 'leaves somebody who sits sitting'],
    ['pipeline/conveyances.test.ts', 'turns, and nobody in it has turned out and back'],
    ['pipeline/conveyances.test.ts', 'that turns and stays is a turn'],
    ['pipeline/conveyances.test.ts', 'that turns far out and back is a turn'],
  ],
  '8 the clip slips: not posture': [
    ['mounting/mounting.test.ts', '%s is warned of, then judged, and is not posture'],
    ['simulation/workday-simulation.test.ts', 'of a clip that slips goes on in its new mounting'],
  ],
  '9 smoothness needs a movement and a fixed pad level': [
    ['measures/exercise/smoothness.test.ts', '%s has no smoothness, and says why'],
    ['measures/exercise/smoothness.test.ts', 'the arc length is only comparable at one pad level'],
  ],
  '10 percentiles are weighted by time': [
    ['measures/load/exposure.test.ts', 'is weighted by time, not by samples'],
  ],
  '11 heading near a pitch of 90 degrees': [
    ['pipeline/heading-deviation.test.ts', 'heading is the same at a pitch of %d degrees as at none'],
  ],
  '12 stale repeated rows': [
    [
      'orientation/orientation-filter-robustness.test.ts',
      'is as good as one that loses them: a third repeated leaves every row within 2 deg',
    ],
    ['posture/posture-stage.test.ts', 'hardly changes when a third of the rows are stale repeats'],
  ],
  '13 a gain of acceleration that is 10 % off': [
    ['posture/posture-stage.test.ts', 'does not change with a gain that is 10 % off'],
  ],
};

test.each(Object.entries(TRAPS))('%s', (_trap, tests) => {
  for (const [file, title] of tests) {
    const text = readFileSync(new URL(file, import.meta.url), 'utf8');
    expect(text, `${file} no longer has a test '${title}'`).toMatch(titled(title));
  }
});

function titled(title: string): RegExp {
  return new RegExp(
    `\\b(it|test)(\\.each\\([^]*?)?\\(\\s*['\`]${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`,
  );
}
