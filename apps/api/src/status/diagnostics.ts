import type { System } from '@plumbline/contract';

const US_PER_MS = 1000;
const US_PER_HOUR = 3600e6;
const MIB = 1024 * 1024;
const LARGEST_TABLES = 8;

type Facts = Omit<System, 'diagnostics'>;

/** What helps somebody elsewhere to find a fault. Gateways and sensors have numbers here: their names may say whose they are. */
export function diagnosticsOf(facts: Facts): string {
  const { storage, database, ingest, waiting, disk, backup } = facts;
  const lines = [
    `Plumbline ${facts.version}, Node ${facts.nodeVersion}, ${facts.platform}`,
    `at ${new Date(facts.nowUs / US_PER_MS).toISOString()}, up ${hours(facts.nowUs - facts.startedUs)}`,
    `storage ${storage.home}, PostgreSQL ${storage.serverVersion}${storage.extensionVersion === null ? '' : `, TimescaleDB ${storage.extensionVersion}`}, ${storage.confinement}, ${facts.schema}`,
    `database ${mib(database.bytes)}, answered in ${database.answeredMs.toFixed(0)} ms`,
    ...database.tables.slice(0, LARGEST_TABLES).map(({ name, bytes }) => `  ${name} ${mib(bytes)}`),
    disk === null ? 'disk not known' : `disk ${mib(disk.freeBytes)} free of ${mib(disk.totalBytes)}`,
    `memory ${mib(facts.memoryBytes)}`,
    `ingest ${ingest.sessions} sessions, ${mib(ingest.pendingBytes)} not stored yet, ${ingest.liveClients} live pages`,
    `waiting ${waiting.recompute} sessions to analyse, ${waiting.summaries} days to summarise, ${waiting.jobs} jobs`,
    backup === null ? 'no backup was reported' : `last backup ${hours(facts.nowUs - backup.atUs)} ago`,
    ...facts.gateways.map(gatewayLine),
    `${facts.silentGateways.length} gateways of the last 30 days are not connected`,
  ];
  return `${lines.join('\n')}\n`;
}

function gatewayLine({ version, lagS, status }: Facts['gateways'][number], i: number): string {
  const behind = lagS === null ? 'no samples yet' : `${lagS.toFixed(1)} s behind`;
  if (status === null) return `gateway ${i + 1}: ${version}, ${behind}, has not said anything yet`;
  const sensors = status.sensors.map(({ driver, state, rateHz }) => {
    return `${driver ?? 'unknown driver'} ${state}${rateHz === null ? '' : ` ${rateHz.toFixed(0)} Hz`}`;
  });
  const outbox = `outbox ${status.outboxRecords} records, ${mib(status.outboxBytes)}`;
  return `gateway ${i + 1}: ${version}, ${behind}, ${outbox}, sensors: ${sensors.join('; ') || 'none'}`;
}

const mib = (bytes: number): string => `${(bytes / MIB).toFixed(1)} MiB`;
const hours = (us: number): string => `${(us / US_PER_HOUR).toFixed(1)} h`;
