import { connect, SCHEMA } from '../connect.ts';

/** Tells operators when the last backup was. Null: not known, as of a backup that something else made. */
export async function reportBackup(
  url: string,
  { rows, bytes }: { readonly rows: number | null; readonly bytes: number | null },
): Promise<void> {
  const client = await connect(url);
  try {
    await client.query(`insert into ${SCHEMA}.backup_run (rows, bytes) values ($1, $2)`, [rows, bytes]);
  } finally {
    await client.end();
  }
}
