import { expect, test } from 'vitest';
import { newCode, newSecret, sha256OfCode } from './secrets.ts';

test('a secret is 256 bits that nobody made before, and says what it is for', () => {
  const secrets = Array.from({ length: 100 }, () => newSecret('plg'));
  expect(new Set(secrets).size).toBe(100);
  for (const secret of secrets) {
    expect(secret).toMatch(/^plg_[\w-]{43}$/);
    expect(Buffer.from(secret.slice(4), 'base64url')).toHaveLength(32);
  }
});

test('a code is twelve letters and digits of thirty-one that cannot be mistaken for each other', () => {
  const codes = Array.from({ length: 200 }, newCode);
  for (const code of codes) expect(code).toMatch(/^[A-HJ-NP-Z2-9]{4}(-[A-HJ-NP-Z2-9]{4}){2}$/);
  expect(new Set(codes).size).toBe(200);
  expect(new Set(codes.join('').replaceAll('-', '')).size).toBeGreaterThanOrEqual(28);
});

test('a code is the same however it is typed, and no other', () => {
  const [code, ...typed] = ['ABCD-EFGH-2345', 'abcd efgh 2345', ' ABCDEFGH2345\n'].map(sha256OfCode);
  for (const one of typed) expect(one).toEqual(code);
  expect(sha256OfCode('ABCD-EFGH-2346')).not.toEqual(code);
});
