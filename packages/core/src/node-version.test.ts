import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { nodeComplaint, OLDEST_NODE } from './node-version.ts';

describe('the Node.js that runs the command', () => {
  test.each(['22.18.0', '22.18.1', '22.20.0', '24.0.0', '26.6.0', '27.0.0-nightly20261101'])(
    '%s will do',
    (version) => {
      expect(nodeComplaint(version)).toBeNull();
    },
  );

  test.each(['18.20.4', '20.20.2', '22.17.9', '22.9.0'])(
    '%s is told to be too old, and what to do',
    (version) => {
      expect(nodeComplaint(version)).toContain(
        `this is Node.js ${version}, plumbline needs 22.18.0 or newer`,
      );
    },
  );

  test('what is needed is what the package says', async () => {
    const text = await readFile(new URL('../../../package.json', import.meta.url), 'utf8');
    expect(`>=${OLDEST_NODE}`).toBe(`${JSON.parse(text).engines.node}.0`);
  });
});
