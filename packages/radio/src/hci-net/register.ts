import { createRequire } from 'node:module';
import { NetHciSocket } from './net-hci-socket.ts';

/** Name of the driver in `hciDriver`. */
export const NET_DRIVER = 'net';

const HOSTS = ['@stoprocent/noble', '@stoprocent/bleno'] as const;
const HCI_SOCKET = '@stoprocent/bluetooth-hci-socket';

type LoadDriver = (type: string) => unknown;

interface HciSocketModule {
  loadDriver: LoadDriver & { readonly offersNet?: boolean };
}

/**
 * Makes the `net` driver known to the noble and bleno that the module at `requireFrom` (its `import.meta.url`)
 * would import. Both keep `loadDriver` when they are loaded: call this first and import them dynamically.
 * Throws when neither is installed there, or when one of them is loaded already.
 */
export function registerNetDriver(requireFrom: string | URL): void {
  const require = createRequire(requireFrom);
  const found = HOSTS.map((host) => tryResolve(require, host)).filter((path) => path !== null);
  if (found.length === 0) {
    throw new Error(
      `neither ${HOSTS.join(' nor ')} can be imported from ${requireFrom}: install one of them`,
    );
  }
  for (const path of found) offerNetDriver(require, path);
}

/** pnpm gives every package its own dependencies: the socket module must be the one that this host loads. */
function offerNetDriver(require: NodeJS.Require, host: string): void {
  const sockets = createRequire(host)(HCI_SOCKET) as HciSocketModule;
  if (sockets.loadDriver.offersNet) return;
  if (require.cache[host])
    throw new Error(`${host} is loaded already: register the net driver before importing it`);
  const original = sockets.loadDriver;
  const loadDriver: LoadDriver = (type) => (type === NET_DRIVER ? NetHciSocket : original(type));
  sockets.loadDriver = Object.assign(loadDriver, { offersNet: true });
}

function tryResolve(require: NodeJS.Require, specifier: string): string | null {
  try {
    return require.resolve(specifier);
  } catch {
    return null;
  }
}
