/** The embedded PostgreSQL, the schema and what the server at hand can do. */
export { backUp } from './backup/back-up.ts';
export { reportBackup } from './backup/report.ts';
export { restore } from './backup/restore.ts';
export { connect, SCHEMA } from './connect.ts';
export { type EmbeddedOptions, EmbeddedPostgres } from './embedded/embedded-postgres.ts';
export { DatabaseFailure } from './failure.ts';
export { type PreparedDatabase, prepareDatabase } from './prepare.ts';
export type { Storage, StorageHome } from './storage-home.ts';
export { startTestServer, TEST_DATABASE_URL, type TestServer } from './testing/test-server.ts';
