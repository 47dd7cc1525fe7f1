import { refuseOldNode } from '@plumbline/core/node-version';
import { failureText } from './process/failure.ts';

const FAILED = 1;
const WRONG_USE = 2;

/** `node apps/api/dist/account.js recover <login>`: a code for somebody who forgot the password, good for a day. */
async function main([name, login]: readonly string[]): Promise<void> {
  refuseOldNode(process);
  if (name !== 'recover' || login === undefined) {
    process.stderr.write('Say for whom: recover <login>\n');
    process.exit(WRONG_USE);
  }
  const { makeRecoveryCode } = await import('./accounts/local-recovery.ts');
  const { readConfig } = await import('./process/config.ts');
  const code = await makeRecoveryCode(readConfig(process.env).databaseUrl, login);
  process.stdout.write(`${code}\n`);
  process.stderr.write('It works once, within a day: "I forgot my password" on the page for signing in.\n');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${failureText(error)}\n`);
  process.exit(FAILED);
});
