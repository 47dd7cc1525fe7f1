import { refuseOldNode } from '@plumbline/core/node-version';

refuseOldNode(process);
const { runCli } = await import('./cli/program.ts');
await runCli(process.argv.slice(2));
