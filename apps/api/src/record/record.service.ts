import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { ForbiddenException, HttpStatus, Injectable, Logger } from '@nestjs/common';
import type { Identity } from '../access/identity.ts';
import { KnownProblem } from '../problem/known-problem.ts';
import { VERSION } from '../process/version.ts';
import { RecordRepository, type RecordRow } from './record.repository.ts';

/** A download that is not read for so long is given up: it holds a connection to the database. */
const PATIENCE_MS = 60_000;
/** Of the connections that everybody shares; and one for each person. */
const MOST_AT_ONCE = 2;
const RETRY_S = 60;

/** Everything that is stored about somebody and is not in an export of what was measured. */
@Injectable()
export class RecordService {
  readonly #logger = new Logger(RecordService.name);
  readonly #repository: RecordRepository;
  readonly #readers = new Set<number>();

  constructor(repository: RecordRepository) {
    this.#repository = repository;
  }

  /** Lines of JSON: what this is, then one row of a table each. */
  record(who: Identity): Readable {
    if (who.wearer === null) throw new ForbiddenException('This account wears no sensor.');
    this.#enter(who.personId);
    const out = new PassThrough();
    this.#write(who, who.wearer.id, out)
      .then(
        () => out.end(),
        (error: Error) => {
          this.#logger.warn(`a record was not handed over whole: ${error.message}`);
          out.destroy(error);
        },
      )
      .finally(() => this.#readers.delete(who.personId));
    return out;
  }

  #enter(personId: number): void {
    if (this.#readers.has(personId) || this.#readers.size >= MOST_AT_ONCE) {
      const detail = `As many records as can be are being handed over now; try again in ${RETRY_S} s.`;
      throw new KnownProblem('too_many_tries', HttpStatus.TOO_MANY_REQUESTS, detail, { waitS: RETRY_S });
    }
    this.#readers.add(personId);
  }

  async #write(who: Identity, wearerId: number, out: PassThrough): Promise<void> {
    const about = { plumblineRecord: 1, app: `plumbline ${VERSION}`, madeAt: new Date().toISOString() };
    const gone = new AbortController();
    out.once('close', () => gone.abort());
    out.write(`${JSON.stringify(about)}\n`);
    await this.#repository.read(who, wearerId, (rows) => put(out, rows, gone.signal));
  }
}

/** Waits for a reader that is slow; a reader that is gone ends it. */
async function put(out: PassThrough, rows: readonly RecordRow[], gone: AbortSignal): Promise<void> {
  const text = rows.map(({ table, row }) => `{"table":${JSON.stringify(table)},"row":${row}}\n`).join('');
  if (out.destroyed) throw new Error('the reader is gone');
  if (out.write(text)) return;
  await once(out, 'drain', { signal: AbortSignal.any([gone, AbortSignal.timeout(PATIENCE_MS)]) });
}
