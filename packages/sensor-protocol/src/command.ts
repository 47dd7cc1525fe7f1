import type { Command, CommandExpectation } from './driver.ts';

interface CommandSettings {
  readonly withResponse?: boolean;
  readonly delayMs?: number;
  readonly expect?: CommandExpectation;
  readonly onlyIf?: Command['onlyIf'];
}

/** A command with the usual defaults: written without response, no pause, nothing expected. */
export function command(
  characteristic: string,
  bytes: readonly number[] | Uint8Array,
  purpose: string,
  { withResponse = false, delayMs = 0, expect, onlyIf }: CommandSettings = {},
): Command {
  return {
    characteristic,
    bytes: Uint8Array.from(bytes),
    withResponse,
    delayMs,
    expect: expect ?? null,
    ...(onlyIf ? { onlyIf } : {}),
    purpose,
  };
}
