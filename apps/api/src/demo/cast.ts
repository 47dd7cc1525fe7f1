import { createHash } from 'node:crypto';
import { DEMO_PEOPLE, type DemoPersonKey, type Role } from '@plumbline/contract';

/** Somebody made up. The ids are the same in every demonstration, so that a link to a page stays a link. */
export interface CastMember {
  readonly key: DemoPersonKey;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly person: string;
  /** Pseudonym of the wearer; null: wears no sensor. */
  readonly wearer: string | null;
}

/** Of a demonstration everything is drawn from this. */
export const DEMO_SEED = 20_261;
/** Marks what the demonstration made, beside what a gateway sent. */
export const DEMO_DECODER = 'demo@1';

const NAMES: Readonly<Record<DemoPersonKey, readonly [name: string, ...roles: Role[]]>> = {
  // Whoever is at this machine, as in every installation without accounts.
  seated: ['Ada Lindqvist', 'wearer', 'operator'],
  turning: ['Bruno Keller', 'wearer'],
  hybrid: ['Chiara Romano', 'wearer'],
  therapist: ['Dr. Dana Okafor', 'therapist'],
  researcher: ['Elif Yilmaz', 'researcher'],
  operator: ['Femi Hansen', 'operator'],
};

const UUID_BYTES = 16;
const VERSION_BYTE = 6;
const VARIANT_BYTE = 8;

/** The same text, the same UUID (version 8, RFC 9562). */
export function uuidOf(text: string): string {
  const bytes = createHash('sha256').update(`plumbline demo ${text}`).digest().subarray(0, UUID_BYTES);
  bytes[VERSION_BYTE] = (bytes[VERSION_BYTE]! & 0x0f) | 0x80;
  bytes[VARIANT_BYTE] = (bytes[VARIANT_BYTE]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export const CAST: readonly CastMember[] = DEMO_PEOPLE.map((key) => {
  const [name, ...roles] = NAMES[key];
  const wearer = roles.includes('wearer') ? uuidOf(`wearer ${key}`) : null;
  return { key, name, roles, person: uuidOf(`person ${key}`), wearer };
});

export const WEARER_KEYS = ['seated', 'turning', 'hybrid'] as const;
export type WearerKey = (typeof WEARER_KEYS)[number];

export function castMember(key: DemoPersonKey): CastMember {
  return CAST.find((member) => member.key === key)!;
}
