import { open, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PlaceError, RecordingError } from '@plumbline/formats';
import type { AnalysisSummary } from '../summary.ts';

/** The folder of an analysis; its rows are read when they are asked for. */
export interface ReadAnalysis {
  readonly folder: string;
  readonly summary: ReadSummary;
  rows(file: 'posture.csv' | 'bouts.csv' | 'rotation.csv'): AsyncGenerator<readonly string[]>;
}

/** Analyses written before these were in `summary.json` can be compared as well. */
export type ReadSummary = Pick<AnalysisSummary, 'recording' | 'measures' | 'axes' | 'mounting'> &
  Partial<AnalysisSummary>;

const REMEDY = 'name a folder that `plumbline analyse --out` has written';

/**
 * Reading its rows ends when `stop` is aborted, with its reason.
 * @throws RecordingError for a folder that is none of an analysis, naming what is missing.
 */
export async function readAnalysis(folder: string, stop?: AbortSignal): Promise<ReadAnalysis> {
  const path = join(folder, 'summary.json');
  const summary = parsed(path, await textOf(path));
  return { folder, summary, rows: (file) => rowsOf(join(folder, file), stop) };
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function parsed(path: string, text: string): ReadSummary {
  let summary: Partial<ReadSummary> | null;
  try {
    summary = JSON.parse(text) as Partial<ReadSummary> | null;
  } catch {
    throw problemOf(path, 'is no JSON');
  }
  if (Array.isArray(summary?.measures) && Number.isFinite(summary.recording?.startUs)) {
    return summary as ReadSummary;
  }
  throw problemOf(path, 'has no measures or no recording');
}

/** The rows below the header; every file begins them with a time. */
async function* rowsOf(path: string, stop?: AbortSignal): AsyncGenerator<readonly string[]> {
  let number = 0;
  try {
    const file = await open(path);
    for await (const line of file.readLines()) {
      stop?.throwIfAborted();
      if (number++ === 0 || line === '') continue;
      const cells = line.split(',');
      if (!Number.isSafeInteger(Number(cells[0])))
        throw problemOf(path, `begins line ${number} with no time`);
      yield cells;
    }
  } catch (cause) {
    throw cause instanceof RecordingError || stop?.aborted ? cause : unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): RecordingError {
  const problem = `cannot be read (${(cause as NodeJS.ErrnoException).code})`;
  return new PlaceError({ line: 0, field: basename(path), value: path, problem, remedy: REMEDY, cause });
}

function problemOf(path: string, problem: string): RecordingError {
  return new RecordingError({ line: 0, field: basename(path), value: path, problem, remedy: REMEDY });
}
