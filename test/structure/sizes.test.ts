import { expect, test } from 'vitest';
import { fileSizes, functionSizes, largest, median } from './sizes.ts';

const MAX_FILE_LINES = 400;
const MAX_FUNCTION_LINES = 60;
const MAX_MEDIAN_FUNCTION_LINES = 12;

const files = fileSizes();
const functions = functionSizes();

test('files stay small', () => {
  const top = largest(files);
  console.info(`${files.length} files: median ${median(files)} lines, largest ${top.lines} (${top.name})`);
  expect(files.filter(({ lines }) => lines > MAX_FILE_LINES)).toEqual([]);
});

test('functions stay small', () => {
  const top = largest(functions);
  console.info(
    `${functions.length} functions: median ${median(functions)} lines, largest ${top.lines} (${top.name})`,
  );
  expect(functions.filter(({ lines }) => lines > MAX_FUNCTION_LINES)).toEqual([]);
  expect(median(functions)).toBeLessThanOrEqual(MAX_MEDIAN_FUNCTION_LINES);
});
