import { readFile, rename, writeFile } from 'node:fs/promises';
import { type Problem, pairedSchema } from '@plumbline/contract';

export interface GatewayTokenOptions {
  /** Where the token lies, in the gateway's own folder. */
  readonly file: string;
  /** Of the ingest websocket; the pairing goes to the same server. */
  readonly apiUrl: string;
  readonly name: string;
  /** From POST /v1/pairing-codes; worth a token once. Null: none was given. */
  readonly pairingCode: string | null;
}

const PAIR_TIMEOUT_MS = 10_000;
const OWNER_ONLY = 0o600;

/**
 * What this gateway shows to an installation with accounts. Without a token and without a code nothing is shown: a
 * local installation asks for none.
 */
export class GatewayToken {
  readonly #options: GatewayTokenOptions;

  constructor(options: GatewayTokenOptions) {
    this.#options = options;
  }

  /** Read for each connection, so that a new token needs no restart. Throws what went wrong with the pairing. */
  async headers(): Promise<Record<string, string>> {
    const token = (await this.#stored()) ?? (await this.#pair());
    return token === null ? {} : { authorization: `Bearer ${token}` };
  }

  async #stored(): Promise<string | null> {
    try {
      return (await readFile(this.#options.file, 'utf8')).trim() || null;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw new Error(`the token in ${this.#options.file} cannot be read: ${(error as Error).message}`);
    }
  }

  async #pair(): Promise<string | null> {
    const { pairingCode: code, name, file } = this.#options;
    if (code === null) return null;
    const response = await fetch(this.#pairUrl(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, name }),
      signal: AbortSignal.timeout(PAIR_TIMEOUT_MS),
    });
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(`the pairing was refused: ${(body as Partial<Problem>).detail}`);
    const { secret } = pairedSchema.parse(body);
    // Whole or not at all: the code does not work a second time.
    await writeFile(`${file}.new`, `${secret}\n`, { mode: OWNER_ONLY });
    await rename(`${file}.new`, file);
    return secret;
  }

  #pairUrl(): string {
    const url = new URL('/v1/pair', this.#options.apiUrl);
    url.protocol = url.protocol.replace('ws', 'http');
    return url.href;
  }
}
