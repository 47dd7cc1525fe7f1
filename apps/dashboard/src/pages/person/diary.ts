import type { Note } from '@plumbline/contract';
import { meanOf } from './figures.ts';

export const RESPONSES = ['better', 'same', 'worse'] as const;
export type Response = (typeof RESPONSES)[number];

/** What was said in a period. */
export interface Diary {
  /** How the day before was felt the morning after. */
  readonly responses: Readonly<Record<Response, number>>;
  readonly lastResponse: { readonly response: Response; readonly atUs: number } | null;
  readonly discomfort: {
    readonly mean: number;
    readonly least: number;
    readonly most: number;
    readonly count: number;
  } | null;
  /** In words, newest first: notes, markers, and what was written with a rating. */
  readonly entries: readonly Note[];
}

export function diaryOf(notes: readonly Note[]): Diary {
  const newestFirst = notes.toSorted((a, b) => b.atUs - a.atUs);
  const answers = newestFirst.flatMap(({ kind, text, atUs }) =>
    kind === 'response_24h' && isResponse(text) ? [{ response: text, atUs }] : [],
  );
  const count = (wanted: Response) => answers.filter(({ response }) => response === wanted).length;
  return {
    responses: { better: count('better'), same: count('same'), worse: count('worse') },
    lastResponse: answers[0] ?? null,
    discomfort: discomfortOf(notes),
    entries: newestFirst.filter(({ kind, text }) => kind !== 'response_24h' && text !== ''),
  };
}

function discomfortOf(notes: readonly Note[]): Diary['discomfort'] {
  const values = notes.flatMap(({ kind, value }) => (kind === 'discomfort' ? (value ?? []) : []));
  const mean = meanOf(values);
  if (mean === null) return null;
  return { mean, least: Math.min(...values), most: Math.max(...values), count: values.length };
}

function isResponse(text: string): text is Response {
  return RESPONSES.some((response) => response === text);
}
