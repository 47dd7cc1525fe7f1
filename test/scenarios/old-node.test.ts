import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** The same Node.js that says it is another. */
const PRETEND =
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.1.0"}})';

test.concurrent.each([
  '@plumbline/start/main',
  '@plumbline/gateway/main',
  '@plumbline/virtual-sensor/main',
  '@plumbline/api/main',
  '@plumbline/api/backup',
])('%s tells an old Node.js in one line, and ends', async (program) => {
  const entry = fileURLToPath(import.meta.resolve(program));
  const found = await new Promise((done) => {
    execFile(process.execPath, ['--import', PRETEND, entry], (error, out, err) =>
      done([error?.code, out, err.trim().split('\n')]),
    );
  });
  expect(found).toEqual([
    1,
    '',
    [expect.stringMatching(/^this is Node\.js 20\.1\.0, .* install a newer one$/)],
  ]);
});
