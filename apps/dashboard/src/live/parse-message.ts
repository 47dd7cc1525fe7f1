import { LIVE_PROTOCOL, type LiveServerMessage, liveServerMessageSchema } from '@plumbline/contract';
import type { Problem } from './live-model.ts';

export type Parsed =
  | { readonly ok: true; readonly message: LiveServerMessage }
  | { readonly ok: false; readonly problem: Problem };

/** Checks what the server sent against the contract; a different protocol version is told apart from nonsense. */
export function parseMessage(data: unknown): Parsed {
  const json = parseJson(data);
  const version = protocolOf(json);
  if (version !== null && version !== LIVE_PROTOCOL) {
    return { ok: false, problem: { kind: 'version', server: String(version) } };
  }
  const parsed = liveServerMessageSchema.safeParse(json);
  if (parsed.success) return { ok: true, message: parsed.data };
  const field = parsed.error.issues[0]?.path.join('.') || 'type';
  return { ok: false, problem: { kind: 'unreadable', field } };
}

function parseJson(data: unknown): unknown {
  try {
    return typeof data === 'string' ? JSON.parse(data) : null;
  } catch {
    return null;
  }
}

function protocolOf(json: unknown): unknown {
  return typeof json === 'object' && json !== null && 'protocol' in json ? json.protocol : null;
}
