import { fork } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, startTestServer } from '@plumbline/database';
import { temporaryFolder } from './app.ts';

const API = fileURLToPath(import.meta.resolve('@plumbline/api/main'));
const DASHBOARD = dirname(fileURLToPath(import.meta.resolve('@plumbline/dashboard/dist/index.html')));

export interface ApiProcess extends AsyncDisposable {
  readonly url: string;
  /** Gone with the process. */
  readonly folder: string;
}

/** The API with its dashboard on an empty database of its own, and nothing else. */
export async function startApiProcess(settings: Readonly<Record<string, string>> = {}): Promise<ApiProcess> {
  const [server, folder] = await Promise.all([startTestServer(), temporaryFolder()]);
  const name = `api_process_${process.pid}_${Date.now()}`;
  const database = new URL(server.url);
  database.pathname = `/${name}`;
  await asOwner(server.url, `create database ${name}`);
  const api = fork(API, {
    env: {
      ...process.env,
      ...{ DATABASE_URL: database.href, PORT: '0', PLUMBLINE_LOG_LEVEL: 'error' },
      ...{ PLUMBLINE_EXPORT_DIR: join(folder.path, 'exports'), PLUMBLINE_DASHBOARD_DIR: DASHBOARD },
      ...settings,
    },
  });
  const [{ url }] = (await once(api, 'message')) as [{ readonly url: string }];
  const stop = async (): Promise<void> => {
    if (api.kill('SIGTERM')) await once(api, 'exit');
    await asOwner(server.url, `drop database ${name} with (force)`);
    await server.stop();
    await folder[Symbol.asyncDispose]();
  };
  return { url: url.replace(/\/$/, ''), folder: folder.path, [Symbol.asyncDispose]: stop };
}

async function asOwner(url: string, statement: string): Promise<void> {
  const owner = await connect(url);
  await owner.query(statement);
  await owner.end();
}
