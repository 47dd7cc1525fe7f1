import { describe, expect, test } from 'vitest';
import { Origins } from './origin.ts';

const local = new Origins({ accounts: null });
const request = (host: string | undefined, origin?: string) => ({ host, origin });

test('only the names of this machine are answered', () => {
  const own = ['localhost:4600', '127.0.0.1', '[::1]:80', 'LOCALHOST'];
  expect(own.map((host) => local.isOwnHost(host))).toEqual([true, true, true, true]);
  const foreign = ['evil.example', 'localhost.evil.example', '10.0.0.5:4600', undefined];
  expect(foreign.map((host) => local.isOwnHost(host))).not.toContain(true);
});

test('a page may connect to where it came from and nowhere else', () => {
  expect(local.isOwnOrigin(request('localhost:4600', 'http://localhost:4600'))).toBe(true);
  expect(local.isOwnOrigin(request('localhost:4600', 'http://localhost:9999'))).toBe(false);
  expect(local.isOwnOrigin(request('localhost:4600', 'null'))).toBe(false);
  expect(local.isOwnOrigin(request('rebound.example', 'http://rebound.example'))).toBe(false);
});

test('a program that is no browser sends no origin', () => {
  expect(local.isOwnOrigin(request('127.0.0.1:4600'))).toBe(true);
});

describe('with a public address', () => {
  const publicUrl = 'https://plumbline.example';
  const origins = new Origins({
    accounts: { publicUrl, tls: null, proxies: ['10.0.0.1'], secureCookies: true, setupCode: null },
  });

  test('that name is answered too, and its pages are our own', () => {
    expect(origins.isOwnHost('plumbline.example')).toBe(true);
    expect(origins.isOwnOrigin(request('plumbline.example', publicUrl))).toBe(true);
    expect(origins.isOwnOrigin(request('plumbline.example', 'https://evil.example'))).toBe(false);
    expect(origins.isOwnOrigin(request('plumbline.example', 'http://plumbline.example'))).toBe(false);
    expect(origins.isOwnOrigin(request('127.0.0.1:4600', 'http://127.0.0.1:4600'))).toBe(true);
    expect(origins.isOwnHost('other.example')).toBe(false);
  });
});
