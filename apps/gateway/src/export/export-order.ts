import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Export, type ExportEstimate, exportEstimateSchema, exportSchema } from '@plumbline/contract';
import { z } from 'zod';
import { CommandFailure, EXIT } from '../cli/exit-codes.ts';
import type { ApiClient } from '../rest/api-client.ts';
import { sleep } from '../time/sleep.ts';

/** What is asked for, and where. */
export interface WantedExport {
  /** /v1/exports, or that of a study. */
  readonly path: string;
  readonly estimatePath: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const STATE = '.plumbline-export.json';
const POLL_MS = 500;
const stateSchema = z.object({ id: z.uuid(), wanted: z.string() });

/** An export on the server, remembered in the folder that it goes into: the same command again goes on with it. */
export class ExportOrder {
  readonly #client: ApiClient;
  readonly #folder: string;
  readonly #wanted: WantedExport;

  constructor(client: ApiClient, folder: string, wanted: WantedExport) {
    this.#client = client;
    this.#folder = folder;
    this.#wanted = wanted;
  }

  estimate(): Promise<ExportEstimate> {
    return this.#client.ask('POST', this.#wanted.estimatePath, exportEstimateSchema, this.#wanted.body);
  }

  /** The one that was begun earlier; null: there is none that could become something. */
  async earlier(): Promise<Export | null> {
    const text = await readFile(join(this.#folder, STATE), 'utf8').catch(() => null);
    const state = stateSchema.safeParse(text === null ? null : parsed(text));
    if (!state.success || state.data.wanted !== this.#key) return null;
    const found = await this.#client.find(`/v1/exports/${state.data.id}`, exportSchema);
    const isOver = found === null || found.withheld || ['failed', 'cancelled'].includes(found.state);
    return isOver ? null : found;
  }

  async begin(): Promise<Export> {
    const ordered = await this.#client.ask('POST', this.#wanted.path, exportSchema, this.#wanted.body);
    await writeFile(join(this.#folder, STATE), JSON.stringify({ id: ordered.id, wanted: this.#key }));
    return ordered;
  }

  /** Resolves when its files are there. */
  async made(begun: Export, onShare: (share: number) => void, stop: AbortSignal): Promise<Export> {
    let found = begun;
    while (found.state === 'queued' || found.state === 'running') {
      await sleep(POLL_MS, stop);
      stop.throwIfAborted();
      found = await this.#client.ask('GET', `/v1/exports/${found.id}`, exportSchema);
      onShare(found.progress);
    }
    if (found.state === 'done') return found;
    throw new CommandFailure(EXIT.failure, found.problem ?? `the export was ${found.state}: order it again`);
  }

  /** Everything is fetched. */
  async forget(): Promise<void> {
    await rm(join(this.#folder, STATE), { force: true });
  }

  get #key(): string {
    return JSON.stringify([this.#wanted.path, this.#wanted.body]);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
