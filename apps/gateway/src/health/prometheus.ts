import type { GatewayHealth, SensorHealth } from './health.ts';

interface Metric<T> {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly help: string;
  readonly value: (from: T) => number | null;
}

const GATEWAY: readonly Metric<GatewayHealth>[] = [
  { name: 'uptime_seconds', type: 'counter', help: 'Since the gateway started', value: (h) => h.uptimeS },
  { name: 'memory_bytes', type: 'gauge', help: 'Resident memory', value: (h) => h.memoryBytes },
  {
    name: 'upload_connected',
    type: 'gauge',
    help: '1 while the API is reached',
    value: (h) => Number(h.upload.connected),
  },
  {
    name: 'outbox_records',
    type: 'gauge',
    help: 'Records that the API has not acknowledged',
    value: (h) => h.outbox.records,
  },
  { name: 'outbox_bytes', type: 'gauge', help: 'Size of the outbox on disk', value: (h) => h.outbox.bytes },
  {
    name: 'outbox_dropped_samples_total',
    type: 'counter',
    help: 'Samples dropped because the outbox was full',
    value: (h) => h.outbox.droppedSamples,
  },
  {
    name: 'rejected_records_total',
    type: 'counter',
    help: 'Records that the API refused',
    value: (h) => h.outbox.rejected,
  },
];

/** What it says, as a label: there is one at a time. */
const LAST_ERROR: Metric<NonNullable<GatewayHealth['lastError']>> = {
  name: 'last_error_timestamp_seconds',
  type: 'gauge',
  help: 'When something went wrong last, with what to do',
  value: ({ atUs }) => atUs / 1e6,
};

const SENSOR: readonly Metric<SensorHealth>[] = [
  {
    name: 'sensor_streaming',
    type: 'gauge',
    help: '1 while samples come in',
    value: (s) => Number(s.state === 'streaming'),
  },
  { name: 'sensor_rate_hz', type: 'gauge', help: 'Achieved over the last seconds', value: (s) => s.rateHz },
  { name: 'sensor_samples_total', type: 'counter', help: 'Samples recorded', value: (s) => s.samples },
  {
    name: 'sensor_missing_samples_total',
    type: 'counter',
    help: 'Samples named as missing',
    value: (s) => s.missing,
  },
  {
    name: 'sensor_connections_total',
    type: 'counter',
    help: 'Connections made',
    value: (s) => s.connections,
  },
  {
    name: 'sensor_stalls_total',
    type: 'counter',
    help: 'Times it stayed connected and silent',
    value: (s) => s.stalls,
  },
  {
    name: 'sensor_clock_slope_ppm',
    type: 'gauge',
    help: 'Error of its crystal',
    value: (s) => s.clockSlopePpm,
  },
  {
    name: 'sensor_clock_residual_p95_seconds',
    type: 'gauge',
    help: 'Lateness of 95 % of notifications',
    value: (s) => s.clockResidualP95Ms && s.clockResidualP95Ms / 1000,
  },
  {
    name: 'sensor_clock_within_seconds',
    type: 'gauge',
    help: 'What questions to its clock leave open about the times',
    value: (s) => s.clockWithinMs && s.clockWithinMs / 1000,
  },
  { name: 'sensor_battery_percent', type: 'gauge', help: 'Charge left', value: (s) => s.batteryPercent },
  { name: 'sensor_rssi_dbm', type: 'gauge', help: 'Signal', value: (s) => s.rssiDbm },
];

/** The text exposition format, version 0.0.4. */
export function prometheusText(health: GatewayHealth): string {
  const gateway = GATEWAY.flatMap((metric) => family(metric, [['', health]]));
  const sensors = health.sensors
    .filter(({ sensorId }) => sensorId !== '')
    .map((sensor) => [labels(sensor), sensor] as const);
  const { lastError } = health;
  const error =
    lastError === null ? [] : family(LAST_ERROR, [[`{text="${escaped(lastError.text)}"}`, lastError]]);
  return `${[...gateway, ...error, ...SENSOR.flatMap((metric) => family(metric, sensors))].join('\n')}\n`;
}

function family<T>(metric: Metric<T>, rows: readonly (readonly [string, T])[]): string[] {
  const name = `plumbline_${metric.name}`;
  const lines = rows.flatMap(([label, from]) => {
    const value = metric.value(from);
    return value === null ? [] : [`${name}${label} ${value}`];
  });
  if (lines.length === 0) return [];
  return [`# HELP ${name} ${metric.help}`, `# TYPE ${name} ${metric.type}`, ...lines];
}

function labels({ sensorId, name, driver }: SensorHealth): string {
  return `{sensor="${escaped(sensorId)}",name="${escaped(name)}",driver="${escaped(driver ?? '')}"}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
