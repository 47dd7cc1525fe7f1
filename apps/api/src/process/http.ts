import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Problem } from '@plumbline/contract';
import { ApiFailure } from './failure.ts';
import { isLocalHost } from './origin.ts';

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

const FOREIGN_HOST: Problem = {
  type: 'about:blank',
  title: 'Forbidden',
  status: 403,
  detail: 'This server answers only under the names of this machine.',
  field: 'host',
  remedy: 'Open it as http://127.0.0.1 or http://localhost with its port.',
};

/** Build tools put a hash of the content into these names. */
const HASHED_ASSETS = '/assets/';
const ASSET_MAX_AGE = 'public, max-age=31536000, immutable';
const PAGE_MAX_AGE = 'no-cache';
const DATA_MAX_AGE = 'no-store';

type Fastify = ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance'] extends () => infer T
  ? T
  : never;

export function secure(fastify: Fastify): void {
  fastify.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    if (request.url.startsWith('/v1/')) reply.header('cache-control', DATA_MAX_AGE);
    if (isLocalHost(request.headers.host)) return;
    const problem = { ...FOREIGN_HOST, value: request.headers.host ?? 'missing' };
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
