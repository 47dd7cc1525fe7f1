import { readFileSync, writeFileSync } from 'node:fs';

/** Usage: node write-model.ts <model.json of train.py>: puts the trees into src/posture/model-tables.ts. */

const [source] = process.argv.slice(2);
if (!source) throw new Error('give the model.json that train.py wrote');
const tables = JSON.stringify(JSON.parse(readFileSync(source, 'utf8')));
const text = `import type { ModelTables } from './trees.ts';

/** Written by training/write-model.ts; see training/README.md for the data and the figures. */
export const MODEL_TABLES = JSON.parse(
  '${tables}',
) as ModelTables;
`;
writeFileSync(new URL('../src/posture/model-tables.ts', import.meta.url), text);
