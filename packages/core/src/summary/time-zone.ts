/**
 * Whether the name is one that every part of the system understands alike. Offsets such as `+02:00` are none: PostgreSQL
 * reads their sign the other way round.
 */
export function isTimeZone(name: string): boolean {
  if (!/^[a-z]/i.test(name)) return false;
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/**
 * The zone of this machine: as the runtime names it, and where it cannot (it knows none for `TZ=:/etc/localtime` or
 * `TZ=UTC+2`) the one that the system's own clock links to, else UTC.
 * @param said by `Intl`
 * @param link what `/etc/localtime` leads to; null: nothing
 */
export function localTimeZone(said: string | undefined, link: string | null): string {
  const linked = link?.split('/zoneinfo/')[1];
  return [said, linked].find((name) => name !== undefined && isTimeZone(name)) ?? 'UTC';
}
