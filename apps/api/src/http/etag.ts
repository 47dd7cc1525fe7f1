import { createHash } from 'node:crypto';
import { HttpStatus } from '@nestjs/common';
import { z } from 'zod';
import type { RequestAccess } from '../access/identity.ts';
import { VERSION } from '../process/version.ts';

/** What answers with a tag use of Fastify's request and reply. */
export interface TaggedRequest extends Pick<RequestAccess, 'wearer'> {
  readonly headers: Readonly<Record<string, string | undefined>>;
}
export interface TaggedReply {
  header(name: string, value: string): unknown;
  status(code: number): unknown;
}

/** `version` changes whenever the body does; null: it may not be kept. */
export interface Versioned<T> {
  readonly body: T;
  readonly version: string | null;
}

/** The caller may keep it, for itself, and has to ask whether it is still true. */
const KEEP_AND_ASK = 'private, no-cache';

const DIGEST_LENGTH = 10;
let shapes: string | null = null;

/** Of all that answers may look like. A checkout that goes on calls itself what it was called before. */
export function shapesOf(registry: typeof z.globalRegistry): string {
  const schemas = JSON.stringify(z.toJSONSchema(registry, { unrepresentable: 'any' }));
  return createHash('sha256').update(schemas).digest('base64url').slice(0, DIGEST_LENGTH);
}

/**
 * Answers with a weak tag of the version, and with 304 and nothing else where the caller has that one already. Null:
 * there is no version yet. Whoever else signs in to the same browser asks under the same address, and another version of
 * the server may tell the same days otherwise, or in another shape: all of it is in the tag.
 */
export function tagged<T>(
  request: TaggedRequest,
  reply: TaggedReply,
  version: string | null,
  body: T,
): T | undefined {
  if (version === null) return body;
  shapes ??= shapesOf(z.globalRegistry);
  const tag = `W/"${VERSION}-${shapes}-${request.wearer?.uuid}-${version}"`;
  reply.header('etag', tag);
  reply.header('cache-control', KEEP_AND_ASK);
  const known = request.headers['if-none-match']?.split(',').map((each) => each.trim());
  if (!known?.includes(tag)) return body;
  reply.status(HttpStatus.NOT_MODIFIED);
  return undefined;
}
