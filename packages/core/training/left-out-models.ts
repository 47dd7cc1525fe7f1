import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { ModelTables } from '../src/posture/trees.ts';

/** By person, the trees that were trained without that person. */
export function loadLeftOutModels(): Readonly<Record<string, ModelTables>> {
  const packed = readFileSync(new URL('left-out-models.json.gz', import.meta.url));
  return JSON.parse(gunzipSync(packed).toString()) as Record<string, ModelTables>;
}
