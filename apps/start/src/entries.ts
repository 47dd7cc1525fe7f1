import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const resolveEntry = (specifier: string): string => fileURLToPath(import.meta.resolve(specifier));

/** The apps as programs: they are started, never imported. */
export const entries = {
  api: () => resolveEntry('@plumbline/api/main'),
  demo: () => resolveEntry('@plumbline/api/demo'),
  gateway: () => resolveEntry('@plumbline/gateway/main'),
  sensor: () => resolveEntry('@plumbline/virtual-sensor/main'),
  dashboardFolder: () => dirname(resolveEntry('@plumbline/dashboard/dist/index.html')),
};
