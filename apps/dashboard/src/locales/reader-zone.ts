/** The zone of the one who reads, where no wearer's own zone is meant: ends of consents, jobs, downloads. */
export function readerZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** As a person writes it: `America/New York`. */
export function zoneName(zone: string): string {
  return zone.replaceAll('_', ' ');
}
