import { createHash, randomBytes, randomInt } from 'node:crypto';

const SECRET_BYTES = 32;
/** Without letters and digits that look alike. */
const CODE_LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const CODE_GROUPS = 3;
const CODE_GROUP_LENGTH = 4;

/** Only this is kept of a secret: it is random, so a plain hash cannot be guessed back. */
export function sha256(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest();
}

/** The prefix lets people and scanners recognise a leaked one. */
export function newSecret(prefix: 'plp' | 'plg' | 'pls'): string {
  return `${prefix}_${randomBytes(SECRET_BYTES).toString('base64url')}`;
}

/** To be typed by hand: about 59 bits. */
export function newCode(): string {
  const letter = (): string => CODE_LETTERS[randomInt(CODE_LETTERS.length)]!;
  const group = (): string => Array.from({ length: CODE_GROUP_LENGTH }, letter).join('');
  return Array.from({ length: CODE_GROUPS }, group).join('-');
}

/** As it may be typed: small letters, without the dashes. */
export function sha256OfCode(typed: string): Uint8Array {
  return sha256(typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, ''));
}
