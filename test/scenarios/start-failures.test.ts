import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { spawnStart, temporaryFolder } from '../harness/app.ts';

const HEADER = 't_us,acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z\n';

async function failingStart(args: readonly string[], env: Record<string, string> = {}) {
  await using folder = await temporaryFolder();
  const spawned = spawnStart(['--port', '0', '--data-dir', join(folder.path, 'data'), ...args], env);
  const code = await spawned.exitCode();
  return { code, lines: spawned.stderr.trim().split('\n') };
}

async function withRecording(text: string): Promise<{ code: number | null; lines: string[] }> {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'walk.csv');
  await writeFile(path, text);
  return await failingStart(['--recording', path]);
}

describe.concurrent('start ends with one clear line and a non-zero exit', () => {
  test('when the port is taken', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as { port: number };
    const { code, lines } = await failingStart(['--port', String(port)]);
    server.close();
    expect(lines).toEqual([`Port ${port} is already in use. Choose another one: --port ${port + 1}`]);
    expect(code).toBe(1);
  });

  test('when the data folder cannot be written', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'file');
    await writeFile(file, '');
    const { code, lines } = await failingStart(['--data-dir', join(file, 'data')]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^The data folder .* cannot be written \(ENOTDIR\)\. .*--data-dir/);
    expect(code).toBe(1);
  });

  test('when the database is unreachable, without printing its password', async () => {
    const { code, lines } = await failingStart([], {
      DATABASE_URL: 'postgres://me:secret-word@127.0.0.1:1/none',
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /database none at 127\.0\.0\.1:1 cannot be reached: .*ECONNREFUSED.*DATABASE_URL/,
    );
    expect(lines[0]).not.toContain('secret-word');
    expect(code).toBe(1);
  });

  test.each([
    ['a missing file', null, /cannot be played.*nowhere\.csv/],
    ['a wrong header', 'time,x,y,z\n1,2,3,4\n', /cannot be played.*header|t_us/],
    ['a word for a number', `${HEADER}0,0,0,9.8,0,0,0\n10000,0,down,9.8,0,0,0\n`, /line 3.*acc_y.*down/],
    ['time that runs back', `${HEADER}10000,0,0,9.8,0,0,0\n0,0,0,9.8,0,0,0\n`, /line 3.*t_us.*0/],
    ['no gyroscope', 't_us,acc_x,acc_y,acc_z\n0,0,0,9.8\n10000,0,0,9.8\n', /gyr_x.*plumbline analyse/],
    ['no samples', HEADER, /holds no samples/],
  ])('when the recording has %s', async (_, text, message) => {
    const { code, lines } =
      text === null ? await failingStart(['--recording', '/nowhere.csv']) : await withRecording(text);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(message);
    expect(code).toBe(1);
  });

  test.each([
    [['--speed', 'fast'], /--speed.*fast.*from 0\.1 to 20/],
    [['--prot', '80'], /unknown option '--prot'/],
    [['--ble', 'bogus'], /option '--ble <radio>' argument 'bogus' is invalid\. Give one of dbus, hci/],
    [['--axes', 'up,up,forward'], /axes.*up,up,forward/],
  ])('when the options are %j', async (args, message) => {
    const { code, lines } = await failingStart(args);
    expect(lines.join(' ')).toMatch(message);
    expect(code).not.toBe(0);
  });

  test('when another start uses the same folder', async () => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, 'data');
    await mkdir(data);
    await writeFile(join(data, 'start.pid'), String(process.pid));
    const { code, lines } = await failingStart(['--data-dir', data]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`process ${process.pid}.*--data-dir`));
    expect(code).toBe(1);
  });
});
