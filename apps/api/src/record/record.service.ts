import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { ForbiddenException, Injectable, Logger } from '@nestjs/common';
import type { Identity } from '../access/identity.ts';
import { VERSION } from '../process/version.ts';
import { RecordRepository, type RecordRow } from './record.repository.ts';

/** A download that is not read for so long is given up: it holds a connection to the database. */
const PATIENCE_MS = 60_000;

/** Everything that is stored about somebody and is not in an export of what was measured. */
@Injectable()
export class RecordService {
  readonly #logger = new Logger(RecordService.name);
  readonly #repository: RecordRepository;

  constructor(repository: RecordRepository) {
    this.#repository = repository;
  }

  /** Lines of JSON: what this is, then one row of a table each. */
  record(who: Identity): Readable {
    if (who.wearer === null) throw new ForbiddenException('This account wears no sensor.');
    const out = new PassThrough();
    this.#write(who, who.wearer.id, out).then(
      () => out.end(),
      (error: Error) => {
        this.#logger.warn(`a record was not handed over whole: ${error.message}`);
        out.destroy(error);
      },
    );
    return out;
  }

  async #write(who: Identity, wearerId: number, out: PassThrough): Promise<void> {
    const about = { plumblineRecord: 1, app: `plumbline ${VERSION}`, madeAt: new Date().toISOString() };
    out.write(`${JSON.stringify(about)}\n`);
    await this.#repository.read(who, wearerId, (rows) => put(out, rows));
  }
}

/** Waits for a reader that is slow; a reader that is gone ends it. */
async function put(out: PassThrough, rows: readonly RecordRow[]): Promise<void> {
  const text = rows.map(({ table, row }) => `{"table":${JSON.stringify(table)},"row":${row}}\n`).join('');
  if (out.destroyed) throw new Error('the reader is gone');
  if (out.write(text)) return;
  await once(out, 'drain', { signal: AbortSignal.timeout(PATIENCE_MS) });
}
