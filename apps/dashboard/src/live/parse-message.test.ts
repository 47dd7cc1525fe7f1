import { describe, expect, it } from 'vitest';
import { stateMessage } from './fixtures/live-messages.ts';
import { parseMessage } from './parse-message.ts';

describe('parseMessage', () => {
  it('accepts what the contract allows', () => {
    const state = stateMessage();
    expect(parseMessage(JSON.stringify(state))).toEqual({ ok: true, message: state });
  });

  it('tells another version from nonsense', () => {
    const newer = { ...stateMessage(), protocol: 2, somethingNew: true };
    expect(parseMessage(JSON.stringify(newer))).toEqual({
      ok: false,
      problem: { kind: 'version', server: '2' },
    });
  });

  it('names the field it could not read', () => {
    const broken = { ...stateMessage(), timeZone: 7 };
    expect(parseMessage(JSON.stringify(broken))).toEqual({
      ok: false,
      problem: { kind: 'unreadable', field: 'timeZone' },
    });
  });

  it.each(['', 'not json', 'null', '[]', '{}'])('does not fall over %j', (text) => {
    expect(parseMessage(text).ok).toBe(false);
  });

  it('refuses bytes: the live protocol is text', () => {
    expect(parseMessage(new ArrayBuffer(4)).ok).toBe(false);
  });
});
