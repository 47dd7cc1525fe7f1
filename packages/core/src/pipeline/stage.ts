/** Plain JSON: what a stage needs to go on exactly where it stopped. Numbers must survive JSON (no NaN, no -0). */
export type Snapshot = { readonly [key: string]: unknown };

/**
 * A streaming step. Batch processing is `push` over everything and one `flush`; any chunking of the same
 * input gives the same bytes out, and `restore(snapshot())` at any point changes nothing.
 */
export interface Stage<In, Out> {
  push(input: In): Out;
  /** The end of the stream: decides what was still waiting. Nothing may be pushed afterwards. */
  flush(): Out;
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
}
