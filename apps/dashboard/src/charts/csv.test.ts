import { expect, it } from 'vitest';
import { toCsv } from './csv.ts';

it('writes RFC 4180: commas, CRLF, doubled quotes, empty for missing', () => {
  expect(
    toCsv(
      ['t_us', 'note'],
      [
        [1, 'a "b", c'],
        [2, null],
      ],
    ),
  ).toBe('t_us,note\r\n1,"a ""b"", c"\r\n2,\r\n');
});
