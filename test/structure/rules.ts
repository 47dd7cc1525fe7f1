/** The dependency direction of the house, as data. Packages by folder name. */
export const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  core: [],
  'sensor-protocol': ['core'],
  contract: ['core'],
  formats: ['core'],
  database: [],
  radio: [],
  gateway: ['core', 'sensor-protocol', 'contract', 'formats', 'radio'],
  api: ['core', 'contract', 'formats', 'database'],
  dashboard: ['core', 'contract'],
  'virtual-sensor': ['core', 'formats', 'sensor-protocol', 'radio'],
  /** The composition root: starts the apps as processes and imports none of them. */
  start: ['core', 'contract', 'database', 'formats', 'radio'],
};

/** Inside core: a folder imports only folders before it. */
export const CORE_LAYERS = [
  'signal',
  'clock',
  'orientation',
  'mounting',
  'posture',
  'measures',
  'summary',
  'pipeline',
] as const;

/** What several layers share as types, free for all. */
export const CORE_SHARED = ['pipeline/stage.ts', 'pipeline/outputs.ts', 'summary/measure.ts'];

/** Core folders beside the layers: they may use any layer, no layer uses them. */
export const CORE_BESIDE = ['simulation', 'validation'];
