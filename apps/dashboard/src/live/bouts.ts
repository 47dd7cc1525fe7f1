import type { LiveState, LiveUpdate } from '@plumbline/contract';

export type Bout = LiveState['day']['bouts'][number];
type Revision = NonNullable<LiveUpdate['bouts']>;

/** Bouts that end at or before `fromUs` stay, the rest is replaced. */
export function reviseBouts(bouts: readonly Bout[], revision: Revision): Bout[] {
  return [...bouts.filter((bout) => bout.endUs <= revision.fromUs), ...revision.bouts];
}
