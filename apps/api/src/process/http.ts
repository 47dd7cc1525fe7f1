import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Problem } from '@plumbline/contract';
import { ROUTES_REMEDY } from '../problem/problem.filter.ts';
import type { ApiConfig } from './config.ts';
import { ApiFailure } from './failure.ts';
import type { Origins } from './origin.ts';

/**
 * Pages of our own only. Charts place elements with style attributes, hence the inline styles; `connect-src` covers
 * the websocket of the same address.
 */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

const FOREIGN_HOST: Omit<Problem, 'remedy'> = {
  type: 'about:blank',
  title: 'Forbidden',
  status: 403,
  detail: 'This server does not answer under that name.',
  field: 'host',
};

/** Build tools put a hash of the content into these names. */
const HASHED_ASSETS = '/assets/';
const ASSET_MAX_AGE = 'public, max-age=31536000, immutable';
const PAGE_MAX_AGE = 'no-cache';
const DATA_MAX_AGE = 'no-store';

type Fastify = ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance'] extends () => infer T
  ? T
  : never;

/** Everything that people and programs send is small; samples travel over the websocket. */
const MAX_BODY_BYTES = 64 * 1024;

/** What Fastify must know before it exists. */
export async function serverOptions({ accounts }: ApiConfig): Promise<Record<string, unknown>> {
  const options = { forceCloseConnections: true, bodyLimit: MAX_BODY_BYTES, frameworkErrors: refuseAddress };
  if (accounts === null) return options;
  const trustProxy = accounts.proxies.length > 0 ? [...accounts.proxies] : false;
  if (accounts.tls === null) return { ...options, trustProxy };
  const { certFile, keyFile } = accounts.tls;
  const [cert, key] = await Promise.all([pem(certFile), pem(keyFile)]);
  return { ...options, trustProxy, https: { cert, key } };
}

interface Reply {
  headers(values: Readonly<Record<string, string>>): Reply;
  status(code: number): Reply;
  send(body: unknown): unknown;
}

/** An address that Fastify cannot read gets no further than to here: no hook has run. */
function refuseAddress(
  { message, statusCode: status = 400 }: { readonly message: string; readonly statusCode?: number },
  _request: unknown,
  reply: Reply,
): void {
  const problem: Problem = {
    type: 'about:blank',
    title: 'Bad request',
    status,
    detail: message,
    remedy: ROUTES_REMEDY,
  };
  reply
    .headers({ ...SECURITY_HEADERS, 'content-type': 'application/problem+json' })
    .status(status)
    .send(problem);
}

async function pem(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new ApiFailure(
      `${file} cannot be read: ${(error as Error).message}.`,
      'Correct PLUMBLINE_TLS_CERT or PLUMBLINE_TLS_KEY.',
    );
  }
}

const YEAR_S = 31_536_000;

export function secure(fastify: Fastify, origins: Origins, tls: boolean): void {
  const headers = tls
    ? { ...SECURITY_HEADERS, 'strict-transport-security': `max-age=${YEAR_S}` }
    : SECURITY_HEADERS;
  fastify.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    if (request.url.startsWith('/v1/')) reply.header('cache-control', DATA_MAX_AGE);
    if (origins.isOwnHost(request.headers.host)) return;
    const remedy = `Open it under one of these names: ${origins.names.join(', ')}.`;
    const problem = { ...FOREIGN_HOST, value: request.headers.host ?? 'missing', remedy };
    await reply.status(problem.status).header('content-type', 'application/problem+json').send(problem);
  });
}

/** The built dashboard; what it does not hold goes on to the routes of the API. */
export async function serveDashboard(fastify: Fastify, folder: string): Promise<void> {
  const root = resolve(folder);
  if (!existsSync(join(root, 'index.html'))) {
    throw new ApiFailure(
      `PLUMBLINE_DASHBOARD_DIR=${folder} holds no index.html.`,
      'Build the dashboard first, or leave it unset to run without one.',
    );
  }
  await fastify.register(fastifyStatic, {
    root,
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', path.includes(HASHED_ASSETS) ? ASSET_MAX_AGE : PAGE_MAX_AGE);
    },
  });
}
