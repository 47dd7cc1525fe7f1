import type { System } from '@plumbline/contract';
import { readerZone } from '../../locales/reader-zone.ts';
import { formats, t } from '../../locales/t.ts';
import type { Fact } from '../person/fact-list.tsx';
import { gatewaySaid } from './gateway-said.ts';
import type { Finding } from './worth-a-look.ts';

export function findingWords(finding: Finding): string {
  switch (finding.kind) {
    case 'gateway_error':
      return t('system.fact.gateway_error', { detail: gatewaySaid(finding.detail) });
    case 'silent':
      return t('system.fact.silent', { count: finding.count });
    case 'outbox':
      return t('system.fact.outbox', { name: finding.name, count: finding.count });
    case 'lag':
      return t('system.fact.lag', { name: finding.name, duration: formats.duration(finding.lagS) });
    case 'disk':
      return t('system.fact.disk', {
        free: formats.bytes(finding.freeBytes),
        total: formats.bytes(finding.totalBytes),
      });
    case 'backup_none':
      return t('system.fact.backup_none');
    case 'backup_old':
      return t('system.fact.backup_old', { date: momentWords(finding.atUs) });
  }
}

export function momentWords(tUs: number): string {
  return formats.dateTime(tUs, readerZone());
}

export function storageFacts({ database, disk, backup }: System): Fact[] {
  return [
    {
      id: 'database',
      name: t('system.database'),
      value: formats.bytes(database.bytes),
      notes: [t('system.databaseNote', { ms: formats.number(database.answeredMs) })],
    },
    {
      id: 'disk',
      name: t('system.disk'),
      value: disk ? t('system.diskFree', { free: formats.bytes(disk.freeBytes) }) : t('system.diskUnknown'),
      notes: [disk && t('system.diskNote', { total: formats.bytes(disk.totalBytes) })],
    },
    {
      id: 'backup',
      name: t('system.backup'),
      value: backup ? momentWords(backup.atUs) : t('system.backupNone'),
      notes: [backup ? backupNote(backup) : t('system.backupHint')],
    },
  ];
}

function backupNote({ rows, bytes }: NonNullable<System['backup']>): string | null {
  if (rows === null || bytes === null) return null;
  return t('system.backupNote', { count: rows, size: formats.bytes(bytes) });
}

export function workFacts({ waiting, ingest, memoryBytes }: System): Fact[] {
  const count = (id: 'recompute' | 'summaries' | 'jobs'): Fact => ({
    ...{ id, name: t(`system.${id}`), value: formats.number(waiting[id]), notes: [] },
  });
  return [
    {
      id: 'sessions',
      name: t('system.sessions'),
      value: formats.number(ingest.sessions),
      notes: [t('system.pending', { size: formats.bytes(ingest.pendingBytes) })],
    },
    count('recompute'),
    count('summaries'),
    count('jobs'),
    { id: 'clients', name: t('system.clients'), value: formats.number(ingest.liveClients), notes: [] },
    { id: 'memory', name: t('system.memory'), value: formats.bytes(memoryBytes), notes: [] },
  ];
}

export function versionFacts({ version, startedUs, nodeVersion, platform, storage, schema }: System): Fact[] {
  const { home, serverVersion, extensionVersion, confinement } = storage;
  return [
    {
      id: 'plumbline',
      name: t('system.plumbline'),
      value: version,
      notes: [t('system.started', { date: momentWords(startedUs) })],
    },
    { id: 'node', name: t('system.node'), value: nodeVersion, notes: [platform] },
    {
      id: 'home',
      name: t('system.home'),
      value: formats.facts([t(`system.homes.${home}`), ...(extensionVersion ? [extensionVersion] : [])]),
      notes: [serverVersion, t('system.schema', { schema })],
    },
    {
      id: 'confinement',
      name: t('system.confinement'),
      value: t(`system.confinements.${confinement}`),
      notes: [t('system.confinementNote')],
    },
  ];
}
