const NOON_H = 12;

/** A zone in which it is about noon: whenever tests run that record today, midnight is far. */
export function noonZone(now: Date = new Date()): string {
  const aheadH = NOON_H - now.getUTCHours();
  // These names count the other way round.
  return `Etc/GMT${aheadH > 0 ? '-' : '+'}${Math.abs(aheadH)}`;
}
