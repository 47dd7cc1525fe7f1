import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { ForbiddenException, Inject, Injectable, NotFoundException } from '@nestjs/common';
import type { Import, NewImport } from '@plumbline/contract';
import { parseAxes } from '@plumbline/core';
import { openRecordingBytes, parseHeader, RecordingError } from '@plumbline/formats';
import type { Identity, WearerRef } from '../access/identity.ts';
import { InvalidInput } from '../problem/invalid-input.ts';
import { API_CONFIG, type ApiConfig } from '../process/config.ts';
import { ImportRunner } from './import-runner.ts';
import { type ImportRow, ImportsRepository } from './imports.repository.ts';
import { RECORDING_TYPES } from './upload-body.ts';
import { Uploads } from './uploads.ts';

/** Longer than any header. */
const MAX_HEADER = 4096;

/** Takes orders for imports, and tells how they went. */
@Injectable()
export class ImportsService {
  readonly #timeZone: string;
  readonly #repository: ImportsRepository;
  readonly #uploads: Uploads;
  readonly #runner: ImportRunner;

  constructor(
    @Inject(API_CONFIG) { timeZone }: ApiConfig,
    repository: ImportsRepository,
    uploads: Uploads,
    runner: ImportRunner,
  ) {
    this.#timeZone = timeZone;
    this.#repository = repository;
    this.#uploads = uploads;
    this.#runner = runner;
  }

  /** Resolves when the recording lies here whole; it is taken in afterwards. */
  async order(who: Identity, wearer: WearerRef, wanted: NewImport, body: unknown): Promise<Import> {
    if (who.wearer?.id !== wearer.id)
      throw new ForbiddenException('Recordings are imported by their wearer.');
    if (!(body instanceof Readable)) {
      throw new InvalidInput(
        'body',
        typeof body,
        `Send the recording itself, as ${RECORDING_TYPES.join(', ')}.`,
      );
    }
    checkAxes(wanted.axes);
    const id = randomUUID();
    await this.#uploads.keep(id, body);
    try {
      await checkHeader(this.#uploads.pathOf(id));
      const { name, axes = null, timeZone = this.#timeZone, startUs = null } = wanted;
      await this.#repository.order(who, id, wearer.id, { name, axes, timeZone, startUs });
    } catch (error) {
      await this.#uploads.remove(id);
      throw error;
    }
    this.#runner.wake();
    return this.get(who, id);
  }

  async list(who: Identity): Promise<Import[]> {
    return (await this.#repository.list(who)).map(told);
  }

  async get(who: Identity, id: string): Promise<Import> {
    return told(await this.#row(who, id));
  }

  /** What is stored already stays. */
  async cancel(who: Identity, id: string): Promise<void> {
    await this.#row(who, id);
    await this.#repository.cancel(id);
    await this.#runner.cancel(id);
    await this.#uploads.remove(id);
  }

  stop(): Promise<void> {
    return this.#runner.stop();
  }

  async #row(who: Identity, id: string): Promise<ImportRow> {
    const [row] = await this.#repository.list(who, id);
    if (row === undefined) throw new NotFoundException(`You have no import ${id}.`);
    return row;
  }
}

function checkAxes(axes: string | undefined): void {
  if (axes === undefined) return;
  try {
    parseAxes(axes);
  } catch (error) {
    throw new InvalidInput('axes', axes, (error as Error).message);
  }
}

/** What is no recording at all is refused at once; single lines are told later. */
async function checkHeader(path: string): Promise<void> {
  try {
    const { bytes } = await openRecordingBytes(path);
    parseHeader(await firstLine(bytes));
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    const what = error.field === 'header' ? `'${error.value}'` : 'The recording';
    throw new InvalidInput(error.field, error.value, `${what} ${error.problem}: ${error.remedy}.`);
  }
}

async function firstLine(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const piece of bytes) {
    text += Buffer.from(piece.subarray(0, MAX_HEADER)).toString('utf8');
    if (text.includes('\n') || text.length >= MAX_HEADER) break;
  }
  return text.split(/\r?\n/)[0]!.slice(0, MAX_HEADER);
}

function told(row: ImportRow): Import {
  return {
    ...{ id: row.id, state: row.state, progress: row.progress, problem: row.problem },
    ...{ name: row.input.name, createdUs: row.created_us, result: row.result },
  };
}
