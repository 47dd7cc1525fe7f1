import type { Queries } from './database.ts';

/** As many as somebody is told of; whoever orders for a whole study stays below it. */
const MOST_WAITING = 200;
const IS_FULL = `
  select count(*) >= ${MOST_WAITING} as full from job where person_id = actor() and state in ('queued', 'running')`;

/** Somebody has as many orders under way as one may have. */
export class QueueFull extends Error {
  override readonly name = 'QueueFull';

  constructor() {
    super(`You have ${MOST_WAITING} orders under way: take some back, or wait until some are done.`);
  }
}

/** Before the actor orders one more of whatever kind. Throws QueueFull. */
export async function checkRoom(queries: Queries): Promise<void> {
  const [row] = await queries.query<{ full: boolean }>(IS_FULL);
  if (row!.full) throw new QueueFull();
}
