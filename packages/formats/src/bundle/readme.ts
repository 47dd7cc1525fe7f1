import type { DictionaryEntry } from './dictionary.ts';
import type { BundleFacts } from './manifest.ts';

/** What somebody who finds the folder years later needs to know. */
export function readmeText(facts: BundleFacts, entries: readonly DictionaryEntry[]): string {
  const listed = entries.map(
    ({ table, files, rows, description }) => `| ${table} | ${files.length} | ${rows} | ${description} |`,
  );
  return [
    `# ${facts.title}`,
    '',
    '| table | files | rows | holds |',
    '|---|---|---|---|',
    ...listed,
    '',
    'Times are microseconds since 1970-01-01T00:00Z. Intervals are half-open: the start belongs to them, the end does',
    'not. Body frame: x forward, y left, z up; flexion forward, side-bend left and rotation left are positive.',
    'Samples that are missing are absent, never interpolated; `gaps` names them. `data-dictionary.json` explains every',
    'column, `manifest.json` has the SHA-256 of every file, what is known of its source, and what the export was made',
    'from. A table may lie in several files: those of samples hold one connection of the sensor on one day (UTC).',
    '',
    '```python',
    ...pandas(facts.format, entries[0]?.table ?? 'samples'),
    '```',
    '',
    '```python',
    ...duckdb(facts.format, entries[0]),
    '```',
    '',
  ].join('\n');
}

function pandas(format: BundleFacts['format'], table: string): string[] {
  return [
    'import json',
    'import pandas as pd',
    '',
    "manifest = json.load(open('manifest.json'))",
    `names = [f['name'] for f in manifest['files'] if f.get('table') == '${table}']`,
    `table = pd.concat([pd.read_${format}(name) for name in names], ignore_index=True)`,
    "if 't_us' in table:",
    "    table['time'] = pd.to_datetime(table.t_us, unit='us', utc=True)",
    'print(table.describe())',
  ];
}

function duckdb(format: BundleFacts['format'], entry: DictionaryEntry | undefined): string[] {
  const pattern = (entry?.files.length ?? 0) > 1 ? `${entry!.table}-*.${format}` : `${entry?.files[0]}`;
  return ['import duckdb', `print(duckdb.sql("summarize select * from '${pattern}'"))`];
}
