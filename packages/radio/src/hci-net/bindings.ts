import type { NetConnectOpts } from 'node:net';
import type { NetBindParams } from './net-hci-socket.ts';
import { NET_DRIVER } from './register.ts';

/** Options for `withBindings('hci', ...)` of noble and bleno. */
export interface NetBindings {
  readonly hciDriver: typeof NET_DRIVER;
  readonly bindParams: NetBindParams;
}

const HOST_AND_PORT = /^(?<host>.+):(?<port>\d{1,5})$/;

/** `where`: path of a unix socket, `host:port`, or what `net.connect` takes. */
export function netBindings(
  where: string | NetConnectOpts,
  hooks: Pick<NetBindParams, 'onInFlight'> = {},
): NetBindings {
  const net = typeof where === 'string' ? parseWhere(where) : where;
  return { hciDriver: NET_DRIVER, bindParams: { net, ...hooks } };
}

function parseWhere(where: string): NetConnectOpts {
  const match = where.includes('/') ? null : HOST_AND_PORT.exec(where);
  if (!match) return { path: where };
  return { host: match.groups!.host!, port: Number(match.groups!.port) };
}
