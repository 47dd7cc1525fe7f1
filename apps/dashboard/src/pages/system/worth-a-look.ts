import type { System } from '@plumbline/contract';

/** Something that somebody who keeps this running would want to know. */
export type Finding =
  | { readonly kind: 'gateway_error'; readonly detail: string }
  | { readonly kind: 'silent'; readonly count: number }
  | { readonly kind: 'outbox'; readonly name: string; readonly count: number }
  | { readonly kind: 'lag'; readonly name: string; readonly lagS: number }
  | { readonly kind: 'disk'; readonly freeBytes: number; readonly totalBytes: number }
  | { readonly kind: 'backup_none' }
  | { readonly kind: 'backup_old'; readonly atUs: number };

/** A gateway holds a few records back at any time; these are minutes of one sensor. */
const MANY_RECORDS = 500;
const LONG_LAG_S = 60;
/** Since an error. */
const LONG_WELL_US = 60e6;
const LEAST_FREE_SHARE = 0.1;
const OLD_BACKUP_US = 7 * 86_400e6;

/** In the order in which they matter; empty: all is well. */
export function worthALook({ gateways, silentGateways, disk, backup, nowUs }: System): Finding[] {
  const findings: Finding[] = gateways.flatMap(({ name, lagS, status }) => [
    ...(status?.lastError && !isOver(status, lagS)
      ? [{ kind: 'gateway_error', detail: status.lastError.text } as const]
      : []),
    ...((status?.outboxRecords ?? 0) > MANY_RECORDS
      ? [{ kind: 'outbox', name, count: status!.outboxRecords } as const]
      : []),
    ...(lagS !== null && lagS > LONG_LAG_S ? [{ kind: 'lag', name, lagS } as const] : []),
  ]);
  if (silentGateways.length > 0) findings.push({ kind: 'silent', count: silentGateways.length });
  if (disk && disk.freeBytes < LEAST_FREE_SHARE * disk.totalBytes) findings.push({ kind: 'disk', ...disk });
  if (backup === null) findings.push({ kind: 'backup_none' });
  else if (nowUs - backup.atUs > OLD_BACKUP_US) findings.push({ kind: 'backup_old', atUs: backup.atUs });
  return findings;
}

type GatewayStatus = NonNullable<System['gateways'][number]['status']>;

/** What went wrong last is past: since then every sensor streams, and what they say arrives. */
export function isOver({ sentUs, lastError, sensors }: GatewayStatus, lagS: number | null): boolean {
  const isWell = lagS !== null && lagS <= LONG_LAG_S && sensors.length > 0;
  return (
    isWell &&
    sensors.every(({ state }) => state === 'streaming') &&
    sentUs - (lastError?.atUs ?? 0) > LONG_WELL_US
  );
}
