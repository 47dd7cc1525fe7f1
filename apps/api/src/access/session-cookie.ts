/** The names that browsers bind to a secure origin and path. Without TLS, on loopback, they refuse `__Host-`. */
const SECURE_NAME = '__Host-plumbline';
const LOOPBACK_NAME = 'plumbline';

const nameOf = (secure: boolean): string => (secure ? SECURE_NAME : LOOPBACK_NAME);

export function readSessionCookie(header: string | undefined, secure: boolean): string | null {
  const name = `${nameOf(secure)}=`;
  const found = header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(name));
  return found === undefined ? null : found.slice(name.length);
}

/** Out of reach of scripts and of other sites. `maxAgeS` 0 ends it. */
export function sessionCookie(secret: string, maxAgeS: number, secure: boolean): string {
  const flags = `Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
  return `${nameOf(secure)}=${secret}; ${flags}`;
}
