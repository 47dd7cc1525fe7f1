import { EXIT } from './cli/exit-codes.ts';
import { nodeComplaint } from './cli/node-version.ts';

const complaint = nodeComplaint(process.versions.node);
if (complaint) {
  process.stderr.write(`${complaint}\n`);
  process.exit(EXIT.failure);
}
// Not before: an old Node.js may not even read what it imports.
const { runCli } = await import('./cli/program.ts');
await runCli(process.argv.slice(2));
