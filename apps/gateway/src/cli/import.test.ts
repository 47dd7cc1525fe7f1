import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Import } from '@plumbline/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CapturedIo, type CapturedRun, runCaptured } from '../testing/captured-run.ts';

const ID = '6f1c9a52-7d3e-4b8a-9c10-2e5d7f604b13';
const RESULT = { stream: ID, session: ID, samples: 2, refused: 0, faults: [], missing: 0 };
const TAKEN: Import = {
  ...{ id: ID, state: 'done', progress: 1, name: 'walk.csv', createdUs: 0, problem: null },
  result: { ...RESULT, startUs: 0, endUs: 20_000, repeated: false },
};
const failed = (problem: string | null): Import => ({ ...TAKEN, state: 'failed', problem, result: null });
const refused = (field: string, remedy: string): object => ({ field, remedy, detail: `${field}: ${remedy}` });

let folder: string;
let server: Server;
/** What the API says to a file of that name. */
let answers: Record<string, readonly [number, object]>;
let asked: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-cli-import-'));
  for (const name of ['walk.csv', 'torn.csv', 'late.csv'])
    await writeFile(join(folder, name), 't_us,acc_x,acc_y,acc_z\n0,9.8,0,0\n');
  server = createServer((request, response) => {
    request.resume().on('end', () => answer(new URL(request.url!, 'http://api').searchParams, response));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  asked = [];
  answers = { 'walk.csv': [201, TAKEN] };
});

function answer(query: URLSearchParams, response: ServerResponse): void {
  const name = query.get('name')!;
  asked.push(name);
  const [status, body] = answers[name]!;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function run(words: string, stop?: AbortSignal): Promise<CapturedRun> {
  const { port } = server.address() as AddressInfo;
  const env = { INIT_CWD: folder, PLUMBLINE_API: `ws://127.0.0.1:${port}/v1/ingest`, PLUMBLINE_TOKEN: 'x' };
  return runCaptured(['import', ...words.split(' ')], new CapturedIo(env, stop));
}

describe('of several files', () => {
  test('one that cannot be taken is named with what to do, and the others are imported', async () => {
    answers['torn.csv'] = [400, refused('header', "'x' is not a column of a recording: write t_us.")];
    const { code, out, err } = await run('torn.csv none.csv walk.csv');
    expect(asked).toEqual(['torn.csv', 'walk.csv']);
    expect(out).toMatch(/^walk\.csv: 2 samples imported/);
    expect(err.trim().split('\n')).toEqual([
      "torn.csv: header: 'x' is not a column of a recording: write t_us.",
      'none.csv: cannot be read (ENOENT): check the path and its permissions',
    ]);
    expect(code).toBe(2);
  });

  test('--json tells all of them, those too that were not taken', async () => {
    answers['torn.csv'] = [201, failed('line 2: row is torn: mend it')];
    const { code, out, err } = await run('torn.csv none.csv walk.csv --json');
    expect(JSON.parse(out)).toMatchObject([
      { file: 'torn.csv', id: ID, state: 'failed', problem: 'line 2: row is torn: mend it' },
      { file: 'none.csv', state: 'failed', problem: expect.stringContaining('ENOENT'), result: null },
      { file: 'walk.csv', state: 'done', result: { samples: 2 } },
    ]);
    expect([code, err.trim().split('\n').length]).toEqual([2, 2]);
  });

  test('what the API does wrong counts before what is wrong with a file', async () => {
    answers['late.csv'] = [500, { detail: 'The server met an error of its own.' }];
    expect((await run('none.csv late.csv walk.csv')).code).toBe(1);
  });
});

describe('what a file holds is refused with the status of that', () => {
  test('before it is taken in', async () => {
    answers['torn.csv'] = [400, refused('file', 'is no whole gzip file: copy it again.')];
    expect((await run('torn.csv')).code).toBe(5);
  });

  test('afterwards, in one line', async () => {
    answers['torn.csv'] = [201, failed('line 2: row is torn: mend it')];
    expect(await run('torn.csv')).toEqual({
      code: 5,
      out: '',
      err: 'torn.csv: line 2: row is torn: mend it\n',
    });
  });

  test('where most lines were left out, though the rest is stored', async () => {
    answers['torn.csv'] = [201, { ...TAKEN, result: { ...TAKEN.result, refused: 3 } }];
    const { code, out, err } = await run('torn.csv');
    expect([code, out]).toEqual([5, expect.stringContaining('torn.csv: 2 samples imported')]);
    expect(err).toContain('torn.csv: 2 of 5 rows are stored: correct the file and import it again\n');
    answers['torn.csv'] = [201, { ...TAKEN, result: { ...TAKEN.result, refused: 2 } }];
    expect((await run('torn.csv')).code).toBe(0);
  });

  test('what was asked beside it is a matter of usage', async () => {
    answers['torn.csv'] = [400, refused('timeZone', 'Give an IANA name such as Europe/Berlin.')];
    expect(await run('torn.csv --time-zone Mars')).toMatchObject({
      code: 2,
      err: 'torn.csv: --time-zone: Give an IANA name such as Europe/Berlin.\n',
    });
  });
});

test('the flag is named, not the field of the API', async () => {
  answers['walk.csv'] = [201, failed("t_us '0' is no time of day: say when the recording began (startUs).")];
  expect((await run('walk.csv')).err).toContain('say when the recording began (--start).');
});

test('an API that does not answer is told with what the system says', async () => {
  // A port that `fetch` never uses, for which the system has no code.
  const { code, err } = await run('walk.csv --api http://127.0.0.1:1');
  expect([code, err]).toEqual([
    1,
    expect.stringContaining('http://127.0.0.1:1/ does not answer (bad port): start'),
  ]);
});

test('an import that was cancelled elsewhere is no success', async () => {
  answers['walk.csv'] = [201, { ...failed(null), state: 'cancelled' }];
  expect(await run('walk.csv')).toMatchObject({ code: 1, err: expect.stringContaining('import it again') });
});

test('stopped, it says what to do, and that it was', async () => {
  expect(await run('walk.csv late.csv', AbortSignal.abort())).toEqual({
    code: 130,
    out: '',
    err: 'stopped: import walk.csv again, what is stored of it is not stored twice\n',
  });
});

test('without a valid token it says on which page one is made', async () => {
  answers['walk.csv'] = [401, { detail: 'Sign in first.' }];
  const { code, err } = await run('walk.csv');
  expect(err).toMatch(
    /^walk\.csv: Sign in first\. Make a personal token on the page Privacy, or on Settings /,
  );
  expect(code).toBe(4);
});
