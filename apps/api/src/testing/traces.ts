import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import type { Rows } from './test-api.ts';

/** What somebody is known by: numbers in columns, and words anywhere. */
export interface Known {
  readonly ids: Readonly<Record<Kind, readonly number[]>>;
  readonly words: readonly string[];
}

type Kind = 'wearer' | 'person' | 'stream' | 'session';

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

/** Numbers of somebody, by how a column is named; the rest of the name says what it is to them. */
const ID_COLUMN = /(^|_)(wearer|person|stream|session)_ids?$/;
/** Numbers of what belongs to nobody. */
const OTHER_NUMBERS = ['tenant_id', 'sensor_id', 'study_id', 'grantee_study_id'];

/** Every column of every table of ours, whoever may see it; of what is split, the whole. */
export function columns(api: Rows): Promise<Column[]> {
  return api.rows<Column>(`select format('%I.%I', n.nspname, c.relname) as table, a.attname as column,
      format_type(a.atttypid, null) as type
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where n.nspname in ('plumbline', 'plumbline_trial') and c.relkind in ('r', 'p') and not c.relispartition
      and a.attnum > 0 and not a.attisdropped order by 1, 2`);
}

const kindOf = ({ column, type }: Column): Kind | null =>
  type === 'uuid' ? null : ((ID_COLUMN.exec(column)?.[2] as Kind | undefined) ?? null);

/** Columns that hold some number and are named like nothing that is known: a search would miss them. */
export async function unknownNumbers(api: Rows): Promise<string[]> {
  const numbers = (await columns(api)).filter(
    ({ column, type }) => /_ids?$/.test(column) && /^(big|small)?int/.test(type),
  );
  const unknown = numbers.filter((one) => kindOf(one) === null && !OTHER_NUMBERS.includes(one.column));
  return unknown.map(({ table, column }) => `${table}.${column}`);
}

/** Tables that tell of somebody by a number. */
export async function tablesOfPeople(api: Rows): Promise<string[]> {
  const tables = (await columns(api)).filter((column) => kindOf(column) !== null).map(({ table }) => table);
  return [...new Set(tables)];
}

/** Where the numbers and the words of somebody still stand, `table.column`; also inside what is packed. */
export async function tracesIn(api: Rows, known: Known): Promise<string[]> {
  const all = await columns(api);
  const found = await Promise.all([
    searchRows(api, all, known),
    ...all.filter(({ type }) => type === 'bytea').map((column) => searchPacked(api, column, known.words)),
  ]);
  return found.flat();
}

async function searchRows(api: Rows, all: readonly Column[], { ids, words }: Known): Promise<string[]> {
  const searches = all.map((one) => {
    const { table, column, type } = one;
    const kind = kindOf(one);
    const wanted = `'{${kind === null ? '' : ids[kind].join()}}'::int[]`;
    const byId = type.endsWith('[]') ? `${column} && ${wanted}` : `${column} = any (${wanted})`;
    const byWord = `${column}::text ilike any ($1)`;
    const search = kind === null ? byWord : `${byWord} or ${byId}`;
    return `select '${table}.${column}' as place where exists (select from ${table} where ${search})`;
  });
  const rows = await api.rows<{ place: string }>(searches.join(' union all '), [
    words.map((word) => `%${word}%`),
  ]);
  return rows.map(({ place }) => place);
}

/** Snapshots and blocks are deflated. */
async function searchPacked(
  api: Rows,
  { table, column }: Column,
  words: readonly string[],
): Promise<string[]> {
  const rows = await api.rows<{ packed: Buffer | null }>(`select ${column} as packed from ${table}`);
  const holds = rows.some(({ packed }) => packed !== null && holdsWord(packed, words));
  return holds ? [`${table}.${column}`] : [];
}

/** As it stands, and whatever it may be when it is unpacked: what begins like something packed need not be. */
function readings(bytes: Buffer): Buffer[] {
  const unpacked = [inflateRawSync, gunzipSync].flatMap((unpack) => {
    try {
      return [unpack(bytes)];
    } catch {
      return [];
    }
  });
  return [bytes, ...unpacked];
}

const holdsWord = (bytes: Buffer, words: readonly string[]): boolean =>
  readings(bytes).some((reading) => words.some((word) => reading.includes(word)));

/** Files below the folder whose name or content holds one of the words. */
export async function filesWith(folder: string, words: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const named = words.some((word) => path.includes(word));
    if (named || (entry.isFile() && holdsWord(await readFile(path), words))) found.push(path);
  }
  return found;
}

/** Of the account with that login, as things stand now. */
export async function knownOf(api: Rows, login: string): Promise<Known> {
  const [row] = await api.rows<{ person: number; wearer: number; uuid: string; pseudonym: string }>(
    `select p.id as person, w.id as wearer, p.uuid, w.pseudonym from account a join person p on p.id = a.person_id
     join wearer w on w.person_id = p.id where a.login = $1`,
    [login],
  );
  const of = (table: string): Promise<{ id: number; uuid: string }[]> =>
    api.rows(`select id, uuid from ${table} where wearer_id = $1`, [row!.wearer]);
  const [streams, sessions] = [await of('stream'), await of('wear_session')];
  const uuids = [...streams, ...sessions].map(({ uuid }) => uuid);
  return {
    ids: {
      ...{ person: [row!.person], wearer: [row!.wearer] },
      stream: streams.map(({ id }) => id),
      session: sessions.map(({ id }) => id),
    },
    words: [row!.uuid, row!.pseudonym, login, ...uuids],
  };
}
