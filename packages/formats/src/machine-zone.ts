import { readlinkSync } from 'node:fs';
import { localTimeZone } from '@plumbline/core';

const CLOCK = '/etc/localtime';

/** The time zone of this machine, by a name that every part of the system knows. */
export function zoneOfMachine(): string {
  return localTimeZone(Intl.DateTimeFormat().resolvedOptions().timeZone, linkOf(CLOCK));
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    // A copy instead of a link, or a system that keeps its zone elsewhere.
    return null;
  }
}
