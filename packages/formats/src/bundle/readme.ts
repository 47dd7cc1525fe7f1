import type { BundleFacts, BundleFile } from './manifest.ts';
import type { Table } from './table.ts';

/** What somebody who finds the folder years later needs to know. */
export function readmeText(
  facts: BundleFacts,
  files: readonly BundleFile[],
  tables: readonly Table[],
): string {
  const listed = tables.map(
    ({ name, description }) => `| ${name}.${facts.format} | ${rowsOf(files, name)} | ${description} |`,
  );
  return [
    `# ${facts.title}`,
    '',
    '| file | rows | holds |',
    '|---|---|---|',
    ...listed,
    '',
    'Times are microseconds since 1970-01-01T00:00Z. Intervals are half-open: the start belongs to them, the end does',
    'not. Body frame: x forward, y left, z up; flexion forward, side-bend left and rotation left are positive.',
    'Samples that are missing are absent, never interpolated; `gaps` names them. `data-dictionary.json` explains every',
    'column, `manifest.json` has the SHA-256 of every file and what the export was made from.',
    '',
    '```python',
    ...notebook(facts.format, files),
    '```',
    '',
  ].join('\n');
}

function rowsOf(files: readonly BundleFile[], table: string): number {
  return files.find(({ name, rows }) => rows !== null && name.startsWith(`${table}.`))?.rows ?? 0;
}

function notebook(format: BundleFacts['format'], files: readonly BundleFile[]): string[] {
  const name = files.find(({ rows }) => rows !== null)?.name ?? `samples.${format}`;
  const read = format === 'csv' ? `pd.read_csv('${name}')` : `pd.read_parquet('${name}')`;
  return [
    'import json',
    'import pandas as pd',
    '',
    "manifest = json.load(open('manifest.json'))",
    "dictionary = {t['name']: t for t in json.load(open('data-dictionary.json'))}",
    `table = ${read}`,
    'print(table.describe())',
  ];
}
