import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { isLocalHost, isOwnOrigin } from './origin.ts';

const request = (host: string | undefined, origin?: string) =>
  ({ headers: { host, origin } }) as IncomingMessage;

test('only the names of this machine are answered', () => {
  expect(['localhost:4600', '127.0.0.1', '[::1]:80', 'LOCALHOST'].map(isLocalHost)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(
    ['evil.example', 'localhost.evil.example', '10.0.0.5:4600', undefined].map(isLocalHost),
  ).not.toContain(true);
});

test('a page may connect to where it came from and nowhere else', () => {
  expect(isOwnOrigin(request('localhost:4600', 'http://localhost:4600'))).toBe(true);
  expect(isOwnOrigin(request('localhost:4600', 'http://localhost:9999'))).toBe(false);
  expect(isOwnOrigin(request('localhost:4600', 'null'))).toBe(false);
  expect(isOwnOrigin(request('rebound.example', 'http://rebound.example'))).toBe(false);
});

test('a program that is no browser sends no origin', () => {
  expect(isOwnOrigin(request('127.0.0.1:4600'))).toBe(true);
});
