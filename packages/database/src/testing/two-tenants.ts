import type { Client } from 'pg';
import { connect } from '../connect.ts';
import { type PreparedDatabase, prepareDatabase } from '../prepare.ts';
import { createTestDatabase, fillTwoTenants, PEOPLE_OF_TENANTS, REST_OF_TENANTS } from './test-database.ts';
import { startTestServer } from './test-server.ts';

/** A prepared database with two tenants, a row in every table, and a connection for each role that tests speak as. */
export interface TwoTenants extends AsyncDisposable {
  readonly url: string;
  readonly prepared: PreparedDatabase;
  readonly owner: Client;
  readonly api: Client;
  readonly worker: Client;
}

/** `more`: statements of the owner, beside what both tenants have. */
export async function startTwoTenants(...more: readonly string[]): Promise<TwoTenants> {
  await using stack = new AsyncDisposableStack();
  const server = await startTestServer();
  stack.defer(() => server.stop());
  const database = await createTestDatabase(server);
  stack.defer(() => database.drop());
  const prepared = await prepareDatabase(database.url);
  const open = async (url: string): Promise<Client> =>
    stack.adopt(await connect(url), (client) => client.end());
  const owner = await open(database.url);
  await fillTwoTenants(owner);
  for (const sql of [PEOPLE_OF_TENANTS, REST_OF_TENANTS, ...more]) await owner.query(sql);
  const [api, worker] = [await open(prepared.apiUrl), await open(prepared.workerUrl)];
  const opened = stack.move();
  const end = (): Promise<void> => opened.disposeAsync();
  return { url: database.url, prepared, owner, api, worker, [Symbol.asyncDispose]: end };
}
