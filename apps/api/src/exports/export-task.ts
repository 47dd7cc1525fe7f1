import type { BundleFacts, BundleFile } from '@plumbline/formats';
import type { ExportSource } from './export-order.ts';

/** What the process of an export is told, once. */
export interface ExportTask {
  /** Of the role that requests of people have. */
  readonly databaseUrl: string;
  readonly source: ExportSource;
  readonly facts: BundleFacts;
  /** Folder of the files. */
  readonly path: string;
}

/** Why it gave up. refused: the wearer does not let them see it; unavailable: the database is away. */
export type GaveUp = 'refused' | 'unavailable' | 'disk full' | 'error';

/** What it says: how far it is, and how it ended. */
export type ExportMessage =
  | { readonly type: 'rows'; readonly rows: number }
  | { readonly type: 'done'; readonly files: readonly BundleFile[] }
  | { readonly type: 'gave up'; readonly why: GaveUp; readonly message: string };
