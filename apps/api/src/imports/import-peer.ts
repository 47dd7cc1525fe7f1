import { NO_GATEWAY } from '../ingest/ingest.repository.ts';
import type { IngestPeer } from '../ingest/ingest.service.ts';
import type { Fault } from '../ingest/record-bodies.ts';

/** How ingest calls the last time of samples that are too far ahead; a recording has no clock that could be set now. */
const AHEAD = 'tUs';

function aheadText(lastUs: string): string {
  const remedy = 'correct t_us of the recording, or when it began (startUs)';
  return `t_us '${lastUs}' is more than a day ahead: ${remedy}.`;
}

/** What ingest says to an import. */
export class ImportPeer implements IngestPeer {
  readonly gatewayId = NO_GATEWAY.gatewayId;
  readonly gatewayName = NO_GATEWAY.gatewayName;
  readonly isLive = false;
  readonly sinceMs = performance.now();
  readonly wearer: { readonly id: number; readonly tenantId: number };
  readonly #streamId: string;
  #acknowledged = 0;
  #refusal: string | null = null;

  constructor(wearer: ImportPeer['wearer'], streamId: string) {
    this.wearer = wearer;
    this.#streamId = streamId;
  }

  /** Every record below it is stored. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Why nothing more is taken in; null: it goes on. */
  get refusal(): string | null {
    return this.#refusal;
  }

  acknowledge(next: Readonly<Record<string, number>>): void {
    this.#acknowledged = Math.max(this.#acknowledged, next[this.#streamId] ?? 0);
  }

  reject(_: string, __: number, { field, value, remedy }: Fault): void {
    this.#refusal ??= field === AHEAD ? aheadText(value) : `${field} ${value}: ${remedy}`;
  }

  refuse(reason: string): void {
    this.#refusal ??= reason;
  }
}
