import { rm } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { RecordingError } from '@plumbline/formats';
import { IngestService } from '../ingest/ingest.service.ts';
import { JobWorker, type Work } from '../process/job-worker.ts';
import type { TakenImport } from './import-order.ts';
import { ImportsRepository } from './imports.repository.ts';
import { ImportRefused, takeIn } from './take-in.ts';
import { Uploads } from './uploads.ts';

/** Takes recordings in: what is stored of one that was interrupted is not stored again. */
@Injectable()
export class ImportRunner extends JobWorker<TakenImport> {
  constructor(repository: ImportsRepository, ingest: IngestService, uploads: Uploads) {
    super(workOf(repository, ingest, uploads));
  }
}

function workOf(repository: ImportsRepository, ingest: IngestService, uploads: Uploads): Work<TakenImport> {
  const cleanUp = ({ id }: TakenImport): Promise<void> => rm(uploads.pathOf(id), { force: true });
  return {
    kind: 'import',
    tidy: async () => uploads.tidy(await repository.unfinished()),
    take: () => repository.take(),
    hold: (id, share) => repository.hold(id, Math.min(1, share)),
    release: (id) => repository.release(id),
    failed: (id, error) => repository.finish(id, told(error), null),
    cleanUp,
    carryOut: async (taken, stop, onShare) => {
      const result = await takeIn(taken, uploads.pathOf(taken.id), { ingest, repository, stop, onShare });
      await repository.finish(taken.id, null, result);
      await cleanUp(taken);
    },
  };
}

function told(error: unknown): string {
  // Its path is nobody's but the server's.
  if (error instanceof RecordingError && error.field === 'file')
    return `The recording ${error.problem}: ${error.remedy}.`;
  if (error instanceof RecordingError || error instanceof ImportRefused) return error.message;
  return 'The server met an error of its own; its log tells more. Import it again.';
}
