import { createHash, createHmac } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { type Client, escapeLiteral } from 'pg';
import { connect, SCHEMA, withSettings } from './connect.ts';
import { errorCode } from './failure.ts';

/** How well the server keeps the API to its rights. */
export type Confinement =
  /** It logs in as roles that own nothing. */
  | 'login'
  /** The server does not let those roles log in: it logs in as the owner and takes their rights. */
  | 'set_role'
  /** The owner may not create roles: it works with the owner's rights, and row level security does not hold. */
  | 'none';

export interface Access {
  readonly confinement: Confinement;
  /** For requests of people: sees what the actor of the transaction may see. */
  readonly apiUrl: string;
  /** For ingest and jobs: a few tables, of everybody. */
  readonly workerUrl: string;
}

const API = 'plumbline_api';
const WORKER = 'plumbline_worker';
const READER = 'plumbline_reader';
const LOGINS = [API, WORKER] as const;
/** Beside `src` and `dist` alike. */
const RULES = new URL('../access/', import.meta.url);
/** Roles belong to the whole server: another database's start may change one at the same moment. */
const ROLE_ATTEMPTS = 10;
const INTERNAL_ERROR = 'XX000';
const TAKEN = ['42710', '23505'];
const FORBIDDEN = '42501';
const NO_PATIENCE_MS = 0;

/** Brings roles, rights and policies up to date. The caller holds the lock and has applied the migrations. */
export async function prepareAccess(client: Client, url: string, changed: boolean): Promise<Access> {
  const password = passwordFrom(url);
  if (!(await ensureRoles(client, password))) {
    return { confinement: 'none', apiUrl: inSchema(url), workerUrl: inSchema(url) };
  }
  await applyRules(client, changed);
  const logins = LOGINS.map((role) => asRole(url, role, password));
  if (await maySignIn(client, logins, password)) {
    return { confinement: 'login', apiUrl: inView(logins[0]!), workerUrl: inSchema(logins[1]!) };
  }
  await client.query(`grant ${LOGINS.join(', ')} to current_user`);
  const taking = (role: string): string => withSettings(url, { role });
  return { confinement: 'set_role', apiUrl: inView(taking(API)), workerUrl: inSchema(taking(WORKER)) };
}

const inSchema = (url: string): string => withSettings(url, { search_path: `${SCHEMA},public` });
/** Views hide the tables behind them. */
const inView = (url: string): string => withSettings(url, { search_path: `${SCHEMA}_view,${SCHEMA},public` });

/** The same at every start and for every process, and known to those who know the owner's. Null: it has none. */
function passwordFrom(url: string): string | null {
  const { password } = new URL(url);
  return password === ''
    ? null
    : createHmac('sha256', password).update('plumbline roles').digest('base64url');
}

function asRole(url: string, role: string, password: string | null): string {
  const target = new URL(url);
  target.username = role;
  target.password = password ?? '';
  return target.href;
}

/** False: this user may not create roles. */
async function ensureRoles(client: Client, password: string | null): Promise<boolean> {
  try {
    const { rows } = await client.query<{ name: string }>(
      'select rolname as name from pg_roles where rolname = any ($1)',
      [[...LOGINS, READER]],
    );
    const there = new Set(rows.map(({ name }) => name));
    const secret = password === null ? '' : `password ${escapeLiteral(password)}`;
    for (const role of LOGINS)
      if (!there.has(role)) await change(client, `create role ${role} login ${secret}`);
    if (!there.has(READER)) await change(client, `create role ${READER} nologin`);
    await change(client, `grant ${READER} to current_user`);
    return true;
  } catch (error) {
    if (errorCode(error) === FORBIDDEN) return false;
    throw error;
  }
}

async function change(client: Client, sql: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(sql);
      return;
    } catch (error) {
      const code = errorCode(error) ?? '';
      if (code === INTERNAL_ERROR && attempt < ROLE_ATTEMPTS) continue;
      if (!TAKEN.includes(code)) throw error;
      return;
    }
  }
}

/** Once more with the password set anew: the owner's may have changed since. */
async function maySignIn(client: Client, urls: readonly string[], password: string | null): Promise<boolean> {
  if (await allSignIn(urls)) return true;
  if (password === null) return false;
  try {
    for (const role of LOGINS) {
      await change(client, `alter role ${role} login password ${escapeLiteral(password)}`);
    }
  } catch (error) {
    if (errorCode(error) === FORBIDDEN) return false;
    throw error;
  }
  return allSignIn(urls);
}

async function allSignIn(urls: readonly string[]): Promise<boolean> {
  const tried = await Promise.allSettled(urls.map((url) => signIn(url)));
  return tried.every(({ status }) => status === 'fulfilled');
}

async function signIn(url: string): Promise<void> {
  const client = await connect(url, NO_PATIENCE_MS);
  await client.end();
}

/**
 * The fingerprint of the rules in force stands as the comment of the schema of views. It comes along with pg_dump, rights of
 * roles that a new server does not know stay behind: the rules are in force where both are there.
 */
async function applyRules(client: Client, changed: boolean): Promise<void> {
  const sql = await readRules();
  const sha256 = createHash('sha256').update(sql).digest('hex');
  const { rows } = await client.query<{ comment: string | null }>(
    `select obj_description(to_regnamespace('${SCHEMA}_view'), 'pg_namespace') as comment
     where has_schema_privilege('${WORKER}', '${SCHEMA}', 'usage')`,
  );
  if (!changed && rows[0]?.comment === sha256) return;
  await client.query(
    `begin; set local client_min_messages = warning; set local search_path = ${SCHEMA}, public`,
  );
  try {
    await client.query(sql);
    await client.query(`comment on schema ${SCHEMA}_view is '${sha256}'`);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/** In the order of their names: the later ones call functions of the earlier. */
async function readRules(): Promise<string> {
  const names = (await readdir(RULES)).filter((name) => name.endsWith('.sql')).sort();
  const files = await Promise.all(names.map((name) => readFile(new URL(name, RULES), 'utf8')));
  return files.join('\n');
}
