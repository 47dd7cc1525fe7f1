import type { AuditEntry, Consent, Deletion, Scope } from '@plumbline/contract';
import type { DateRange } from '../../components/date-range.ts';
import { dateAfter } from '../../locales/dates.ts';
import { dayStartUs } from '../../locales/day-start.ts';
import { formats, type MessageKey, t } from '../../locales/t.ts';

/** In force at a moment: begun, not ended, not withdrawn. */
export function inForce({ fromUs, untilUs, withdrawnUs }: Consent, nowUs: number): boolean {
  return withdrawnUs === null && fromUs <= nowUs && nowUs < untilUs;
}

/** Those that open something now or later, and those that are over; the latest first. */
export function sortConsents(consents: readonly Consent[], nowUs: number) {
  const isOver = ({ untilUs, withdrawnUs }: Consent) => withdrawnUs !== null || untilUs <= nowUs;
  return { open: consents.filter((consent) => !isOver(consent)), over: consents.filter(isOver) };
}

export function scopesWords(scopes: readonly Scope[]): string {
  return formats.list(scopes.map((scope) => t(`privacy.scope.${scope}`)));
}

/** When a consent ended, and by whom. */
export function endWords({ untilUs, withdrawnUs }: Consent, zone: string): string {
  return withdrawnUs === null
    ? t('privacy.consents.ended', { date: formats.longDate(untilUs, zone) })
    : t('privacy.consents.endedByYou', { date: formats.longDate(withdrawnUs, zone) });
}

const ACTIONS: ReadonlySet<string> = new Set([
  'consent given',
  'consent withdrawn',
  'export ordered',
  'analysis ordered',
  'plan changed',
  'retention changed',
  'personal token made',
  'gateway token made',
  'token revoked',
  'password changed',
  'account opened',
  'recovery code made',
  'access off',
  'access on',
]);

/** What somebody did. Looking is told by what was looked at; an action without words of its own as it is called. */
export function actionWords({ action, scope }: AuditEntry): string {
  if (ACTIONS.has(action)) return t(`privacy.audit.action.${action}` as MessageKey);
  return scope === null ? action : t('privacy.audit.looked', { scope: t(`privacy.scope.${scope}`) });
}

export interface AuditLine {
  readonly id: string;
  readonly when: string;
  readonly who: string;
  readonly what: string;
}

/** Lines of the log; the same person doing the same thing within ten minutes is one line, with the latest time. */
export function auditLines(entries: readonly AuditEntry[], othersOnly: boolean, zone: string): AuditLine[] {
  const shown = entries.filter(({ own }) => !(own && othersOnly)).toSorted((a, b) => b.atUs - a.atUs);
  return shown
    .filter((entry, i) => !isRepeated(entry, shown[i - 1]))
    .map((entry) => ({
      id: entry.id,
      when: formats.dateTime(entry.atUs, zone),
      who: entry.own ? t('privacy.audit.you') : (entry.actor ?? t('privacy.audit.gone')),
      what: actionWords(entry),
    }));
}

const TOGETHER_US = 600e6;

function isRepeated(entry: AuditEntry, later: AuditEntry | undefined): boolean {
  if (later === undefined || entry.scope === null) return false;
  const same = entry.actor === later.actor && entry.own === later.own && entry.scope === later.scope;
  return same && later.atUs - entry.atUs < TOGETHER_US;
}

/** From the midnight before the first day to the one after the last, where the wearer lives. */
export function spanUs({ from, to }: DateRange, zone: string) {
  return { fromUs: dayStartUs(from, zone), untilUs: dayStartUs(dateAfter(to, 1), zone) };
}

export function rowsRemoved({ removed }: Deletion): number {
  return Object.values(removed).reduce((sum, rows) => sum + rows, 0);
}

export function deletionSpan({ kind, fromUs, untilUs }: Deletion, zone: string): string {
  if (kind === 'person' || fromUs === null || untilUs === null) return t('privacy.delete.spanAll');
  return t('privacy.delete.span', {
    from: formats.dateTime(fromUs, zone),
    to: formats.dateTime(untilUs, zone),
  });
}

/** Only tables from which something went. */
export function removedRows({ removed }: Deletion): string[][] {
  return Object.entries(removed)
    .filter(([, rows]) => rows > 0)
    .toSorted(([, a], [, b]) => b - a)
    .map(([table, rows]) => [table.replaceAll('_', ' '), formats.number(rows)]);
}
