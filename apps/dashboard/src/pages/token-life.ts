import type { Token } from '@plumbline/contract';

/** It still works. */
export function isAlive({ revokedUs, expiresUs }: Token): boolean {
  return revokedUs === null && expiresUs > Date.now() * 1000;
}
