import type { IncomingMessage } from 'node:http';

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** `host:port` without the port. */
function hostName(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}

/**
 * Without accounts, loopback is the only wall. A web page elsewhere can still make this machine's browser ask us
 * under a name of its own that resolves to loopback (DNS rebinding): such requests carry that name.
 */
export function isLocalHost(host: string | undefined): boolean {
  return host !== undefined && LOOPBACK_NAMES.includes(hostName(host));
}

/** Browsers send where a page came from; the page must be ours. Other programs send none. */
export function isOwnOrigin(request: IncomingMessage): boolean {
  const { host, origin } = request.headers;
  if (!isLocalHost(host)) return false;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}
