import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Takes longer than any other file, and mostly waits: begun first, everything else is done meanwhile. */
const LONGEST = '/scenarios/demonstration.test.ts';

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLongest = ({ moduleId }: TestSpecification): boolean => moduleId.endsWith(LONGEST);
    return [...sorted.filter(isLongest), ...sorted.filter((file) => !isLongest(file))];
  }
}

/** How many files run at a time is told on the command line: projects do not inherit `maxWorkers` from here. */
export default defineConfig({
  test: { projects: ['packages/*', 'apps/*', 'test'], sequence: { sequencer: LongestFirst } },
});
