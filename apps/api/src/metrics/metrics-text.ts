/** One number with its name, without the prefix of the house. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter';
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}

const PREFIX = 'plumbline_';

/** Prometheus exposition format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats). */
export function metricsText(metrics: readonly Metric[]): string {
  return metrics.map(lines).join('');
}

function lines({ name, help, type, value, labels }: Metric): string {
  const full = PREFIX + name;
  return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${full}${labelText(labels ?? {})} ${value}\n`;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
