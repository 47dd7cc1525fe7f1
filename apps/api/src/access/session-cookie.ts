/** The names that browsers bind to a secure origin and path. Without TLS, on loopback, they refuse `__Host-`. */
export const SESSION_COOKIES = { secure: '__Host-plumbline', loopback: 'plumbline' } as const;

const nameOf = (secure: boolean): string => SESSION_COOKIES[secure ? 'secure' : 'loopback'];

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
