import type { Role, Scope } from '@plumbline/contract';
import type { Actor } from '../database/people-database.ts';

/** Somebody who has proved who they are. */
export interface Identity extends Actor {
  readonly uuid: string;
  readonly name: string;
  readonly tenantId: number;
  readonly roles: readonly Role[];
  /** Whom they wear the sensor as. */
  readonly wearer: WearerRef | null;
  readonly via: 'local' | 'session' | 'token';
  /** SHA-256 of the secret that proved it; null in a local installation. */
  readonly proof: Uint8Array | null;
  readonly scopes: readonly Scope[] | null;
  /** Of the browser session that was shown. */
  readonly sessionId: string | null;
}

/** A wearer whose data somebody may see. */
export interface WearerRef {
  readonly id: number;
  readonly uuid: string;
}

/** What the guard has found out about a request before its handler runs. */
export interface RequestAccess {
  identity?: Identity;
  wearer?: WearerRef;
}
