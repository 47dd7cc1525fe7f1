import { refuseOldNode } from '@plumbline/core/node-version';

refuseOldNode(process);
await import('./program.ts');
