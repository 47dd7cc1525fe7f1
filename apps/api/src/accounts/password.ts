import { hash, verify } from '@node-rs/argon2';

/** Argon2id with OWASP's least memory: 19 MiB, 2 passes, one lane; about 20 ms. */
const OPTIONS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password, OPTIONS);
}

/** Takes as long for an account that is not there (null), so that nobody can ask which ones are. */
export async function isPassword(hashed: string | null, password: string): Promise<boolean> {
  if (hashed !== null) return verify(hashed, password);
  await hashPassword(password);
  return false;
}
