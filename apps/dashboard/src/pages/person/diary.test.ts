import type { Note } from '@plumbline/contract';
import { expect, test } from 'vitest';
import { diaryOf } from './diary.ts';

const note = (kind: Note['kind'], atUs: number, text: string, value: number | null = null): Note => ({
  ...{ id: crypto.randomUUID(), kind, atUs, text, value, own: false, changedUs: atUs },
});

test('a diary counts the mornings after, averages discomfort and lists what was written, newest first', () => {
  const diary = diaryOf([
    note('response_24h', 1, 'same'),
    note('note', 2, 'new chair'),
    note('response_24h', 3, 'worse'),
    note('discomfort', 4, '', 3),
    note('discomfort', 5, 'after the drive', 6),
  ]);
  expect(diary.responses).toEqual({ better: 0, same: 1, worse: 1 });
  expect(diary.lastResponse).toEqual({ response: 'worse', atUs: 3 });
  expect(diary.discomfort).toEqual({ mean: 4.5, least: 3, most: 6, count: 2 });
  expect(diary.entries.map(({ text }) => text)).toEqual(['after the drive', 'new chair']);
});

test('an empty diary says so', () => {
  expect(diaryOf([])).toMatchObject({ lastResponse: null, discomfort: null, entries: [] });
});
